import type { DailyCap } from '#shared/points/rules.ts'
import type { ReportKind } from '#shared/reports/rules.ts'
import { AreaCode, Day, Id, Instant, PageRange, textOf, wholeNumber } from '#shared/kernel/fields.ts'
import { dailyCaps } from '#shared/points/rules.ts'
import { CAP_MAX } from '#shared/points/schemas.ts'
import { ExchangeLayout } from '#shared/reports/exchange-schemas.ts'
import { reportKinds } from '#shared/reports/rules.ts'
import { Kind, REPORT_TEXT_MAX } from '#shared/reports/schemas.ts'
import * as v from 'valibot'
import { templateUses } from './templates.ts'

export const LIMIT_HOURS_MAX = 720
export const LIMIT_DAYS_MAX = 60
export const KIND_POINTS_MAX = 1000
export const HOUR_POINTS_MAX = 1000
export const TEMPLATES_MAX = 100
export const TEMPLATE_NAME_MAX = 12
export const ROUTES_MAX = 2000
export const SUPPORTERS_MAX = 10_000
export const THRESHOLDS_MAX = 500
export const RULING_REASON_MAX = 200

const eachKind = <Schema extends v.GenericSchema>(schema: Schema) =>
  v.object(Object.fromEntries(reportKinds.map(kind => [kind, schema])) as Record<ReportKind, Schema>)
const eachCap = <Schema extends v.GenericSchema>(schema: Schema) =>
  v.object(Object.fromEntries(dailyCaps.map(cap => [cap, schema])) as Record<DailyCap, Schema>)

const TimeLimit = v.union([
  v.strictObject({ hours: wholeNumber(1, LIMIT_HOURS_MAX) }),
  v.strictObject({ workingDays: wholeNumber(1, LIMIT_DAYS_MAX) }),
])
/** A text for one of the desk's forms; `kinds`: the kinds of reports it is for, empty for all. */
export const Template = v.object({
  use: v.picklist(templateUses),
  kinds: v.pipe(v.array(Kind), v.maxLength(reportKinds.length)),
  name: textOf(1, TEMPLATE_NAME_MAX),
  text: textOf(1, REPORT_TEXT_MAX),
})
export type Template = v.InferOutput<typeof Template>
/** Assigns reports of a kind (null: any) in an area, and inside it, to this unit. */
export const Route = v.object({ kind: v.nullable(Kind), areaId: AreaCode, unitId: Id })
export type Route = v.InferOutput<typeof Route>

/** The values that an admin may rule, by key. */
export const rulingSchemas = {
  /** The time limit of each kind of report. */
  limits: eachKind(TimeLimit),
  /** The points for an accepted report of each kind. */
  points: eachKind(wholeNumber(0, KIND_POINTS_MAX)),
  /** The most points of a Shanghai day, by cap. */
  caps: eachCap(wholeNumber(0, CAP_MAX)),
  templates: v.pipe(v.array(Template), v.maxLength(TEMPLATES_MAX)),
  routing: v.pipe(v.array(Route), v.maxLength(ROUTES_MAX)),
  /** When tasks notify: days without an answer, shares of the time limit, times handed back. */
  thresholds: v.object({
    questionDays: wholeNumber(1, 60),
    overduePercent: wholeNumber(50, 500),
    raisedPercent: wholeNumber(100, 1000),
    handBacks: wholeNumber(2, 20),
  }),
  /** The points for an hour of volunteering. */
  volunteering: v.object({ pointsPerHour: wholeNumber(0, HOUR_POINTS_MAX) }),
  /** How many supporters of a voice, in an area and inside it, make an answer promised. */
  voices: v.pipe(
    v.array(v.object({ areaId: AreaCode, supporters: wholeNumber(2, SUPPORTERS_MAX) })),
    v.maxLength(THRESHOLDS_MAX),
  ),
  /** The columns of the file for other systems. */
  exchange: ExchangeLayout,
  /** Days after which a report's person and photos, and a sealed original, are deleted. */
  retention: v.object({
    declinedDays: wholeNumber(30, 3650),
    settledDays: wholeNumber(30, 3650),
    sealedPhotoDays: wholeNumber(30, 3650),
  }),
} as const
export type RulingKey = keyof typeof rulingSchemas
export const rulingKeys = Object.keys(rulingSchemas) as [RulingKey, ...RulingKey[]]
export type RulingValue<Key extends RulingKey> = v.InferOutput<(typeof rulingSchemas)[Key]>
/** The value of whichever key. */
export type AnyValue = RulingValue<RulingKey>
export type RulingValues = { readonly [Key in RulingKey]: RulingValue<Key> }

const set = <Key extends RulingKey>(key: Key) => v.object({
  key: v.literal(key),
  value: rulingSchemas[key],
  seen: v.optional(Instant), // When the ruling shown came into force (ms); 0: the built-in one.
  reason: textOf(1, RULING_REASON_MAX),
})
/** Caps that an older app doesn't know are absent and keep their values. */
const KnownCaps = v.object({
  ...rulingSchemas.caps.entries,
  'activities.hours': v.optional(rulingSchemas.caps.entries['activities.hours']),
})
/** Rules from now on. What was due under the former ruling stays due by it. */
export const SetRuling = v.variant('key', [
  set('limits'),
  set('points'),
  v.object({ ...set('caps').entries, value: KnownCaps }),
  set('templates'),
  set('routing'),
  set('thresholds'),
  set('retention'),
  set('volunteering'),
  set('voices'),
  set('exchange'),
])
export type SetRuling = v.InferOutput<typeof SetRuling>

/** One thing that a ruling says, in words; `areaName`: where, null for the whole city. */
const RulingLine = v.object({
  name: v.string(),
  areaName: v.nullable(v.string()),
  text: v.string(),
})
/**
 * Every ruling in words, with when it was changed last, by whom and why; these three are null for a built-in
 * one.
 */
export const RulingBook = v.array(v.object({
  key: v.picklist(rulingKeys),
  lines: v.array(RulingLine),
  from: v.nullable(Instant),
  by: v.nullable(v.string()),
  reason: v.nullable(v.string()),
}))
/** `from`, `to`: days on which rulings were made. */
export const RulingsMade = v.object({
  key: v.optional(v.picklist(rulingKeys)),
  from: v.optional(Day),
  to: v.optional(Day),
  ...PageRange.entries,
})
export const RulingHistory = v.object({
  /** The latest first; the rank is the instant from which it holds. */
  rulings: v.array(v.object({
    id: v.string(),
    key: v.picklist(rulingKeys),
    changes: v.array(v.string()), // In words, a line each: what was before, and what is.
    areaNames: v.array(v.string()), // Where something changed; none for the whole city.
    from: Instant,
    by: v.string(),
    reason: v.string(),
  })),
  total: v.number(), // Of all pages.
  hasMore: v.boolean(),
})
export const OneRuling = v.object({ key: v.picklist(rulingKeys), ...PageRange.entries })
const view = <Key extends RulingKey>(key: Key) => v.object({
  key: v.literal(key),
  /** Newest first; the rank counts up from 0, the built-in ruling, which has no maker. */
  rulings: v.array(v.object({
    rank: v.number(),
    value: rulingSchemas[key],
    from: v.nullable(Instant),
    by: v.nullable(v.string()),
    reason: v.nullable(v.string()),
  })),
  hasMore: v.boolean(),
})
export const RulingView = v.variant('key', [
  view('limits'),
  view('points'),
  view('caps'),
  view('templates'),
  view('routing'),
  view('thresholds'),
  view('retention'),
  view('volunteering'),
  view('voices'),
  view('exchange'),
])
export type RulingView = v.InferOutput<typeof RulingView>

/** The rulings that matter to those who report. */
export const CityRules = v.object({
  limits: rulingSchemas.limits,
  points: rulingSchemas.points,
  caps: rulingSchemas.caps,
  volunteering: rulingSchemas.volunteering,
  voices: rulingSchemas.voices,
})
export type CityRules = v.InferOutput<typeof CityRules>
/** The units that reports can be routed to. */
export const RouteUnits = v.array(v.object({ id: Id, name: v.string(), areaId: AreaCode }))

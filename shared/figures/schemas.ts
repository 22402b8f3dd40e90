import { companies, works } from '#shared/identity/schemas.ts'
import { AreaCode, Day, Instant, PageRange, wholeNumber } from '#shared/kernel/fields.ts'
import { reportKinds, reportStates } from '#shared/reports/rules.ts'
import { stationStates } from '#shared/stations/rules.ts'
import * as v from 'valibot'

/** A Shanghai month, as 2026-11. */
const Month = v.pipe(v.string(), v.regex(/^2\d{3}-(?:0[1-9]|1[0-2])$/))
/** The most months that one view covers. */
export const MONTHS_MAX = 36

const Asked = v.object({ areaId: AreaCode, from: Month, to: Month })
const isSpan = ({ from, to }: v.InferOutput<typeof Asked>) =>
  from <= to && monthsBetween(from, to) < MONTHS_MAX
/** The figures of an area and all inside it, over whole Shanghai months, both included. */
export const CityInput = v.pipe(Asked, v.check(asked => isSpan(asked)))
const monthsBetween = (from: string, to: string) =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5)) - Number(from.slice(5))

/**
 * The things that a figure counts. Of reports filed in the months: all, and those that were answered, ended,
 * resolved, reopened or rated, or whose place came back. Of those settled in the months: reports alone
 * (`settled`), or with answers promised to 心声 (`closed`, `onTime`); `overdue` is as of the months' end.
 * `open`, `people`, `stations`, `teams` and `held` are as of now.
 */
export const countedThings = [
  ...['filed', 'answered', 'ended', 'resolved', 'reopened', 'rated', 'cameBack', 'settled', 'open'],
  ...['closed', 'onTime', 'overdue'],
  ...['people', 'registered', 'stations', 'stationsOpen', 'visits', 'teams', 'activities', 'places'],
  ...['issued', 'spent', 'lapsed', 'takenBack', 'held'],
] as const
export type Counted = (typeof countedThings)[number]
/** For people who gave no company or kind of work. */
export const UNSAID = 'unsaid'
/**
 * A figure of an area in these months; without `of`, of filed reports. `kind` may be 心声 where these count
 * too. `day`, `weekday` (0 is Monday) and `hour` are Shanghai's.
 */
export const RowsInput = v.pipe(
  v.object({
    ...Asked.entries,
    of: v.optional(v.picklist(countedThings)),
    kind: v.optional(v.picklist([...reportKinds, 'voices'])),
    state: v.optional(v.picklist(reportStates)),
    role: v.optional(v.picklist(['courier', 'resident'])),
    company: v.optional(v.picklist([...companies, UNSAID])),
    work: v.optional(v.picklist([...works, UNSAID])),
    day: v.optional(Day),
    weekday: v.optional(wholeNumber(0, 6)),
    hour: v.optional(wholeNumber(0, 23)),
    ...PageRange.entries,
  }),
  v.check(asked => isSpan(asked)),
)
/**
 * `rank`: the number by which the list is ordered, descending. `areaName`: null if it is the area asked for.
 */
const row = { id: v.string(), rank: v.number(), areaName: v.nullable(v.string()) }
/** A row never says who somebody is: a person is an area, a trade and the day of registering. */
export const Row = v.variant('what', [
  v.object({
    what: v.literal('report'),
    ...row,
    number: v.number(),
    kind: v.picklist(reportKinds),
    state: v.picklist(reportStates), // As of the last count.
    filedAt: Instant,
    dueAt: Instant,
    answeredAt: v.nullable(Instant),
    settledAt: v.nullable(Instant),
    score: v.nullable(v.number()),
  }),
  v.object({ what: v.literal('voice'), ...row, promisedAt: Instant, metAt: v.nullable(Instant) }),
  v.object({
    what: v.literal('person'),
    ...row,
    role: v.picklist(['courier', 'resident']),
    company: v.nullable(v.picklist(companies)),
    work: v.nullable(v.picklist(works)),
    registeredOn: Day,
  }),
  v.object({ what: v.literal('station'), ...row, name: v.string(), state: v.picklist(stationStates) }),
  v.object({ what: v.literal('team'), ...row, name: v.string(), foundedOn: Day }),
  v.object({ what: v.literal('activity'), ...row, title: v.string(), startsAt: Instant, came: v.number() }),
  // Visits or points of a day; for a single day those of each station or transfer.
  v.object({ what: v.literal('day'), ...row, day: Day, n: v.number() }),
  v.object({ what: v.literal('visits'), ...row, name: v.string(), n: v.number() }),
  v.object({ what: v.literal('transfer'), ...row, at: Instant, reason: v.string(), n: v.number() }),
])
export type Row = v.InferOutput<typeof Row>
/** `total`: the figure. */
export const Rows = v.object({
  areaName: v.string(),
  total: v.number(),
  rows: v.array(Row),
  hasMore: v.boolean(),
})
export type Rows = v.InferOutput<typeof Rows>

const N = v.number()
const Kept = v.object({ onTime: N, closed: N, overdue: N })
/** `n` reports, and the minutes within which half and nine tenths of them were done; null without any. */
const Speed = v.object({ n: N, median: v.nullable(N), ninth: v.nullable(N) })
export type Speed = v.InferOutput<typeof Speed>
/** `n` of `of`. */
const Part = v.object({ n: N, of: N })

const Reports = v.object({
  filed: N,
  states: v.record(v.picklist(reportStates), N),
  kept: Kept,
  answered: Speed,
  settled: Speed,
  reopened: Part,
  rated: v.object({ n: N, scores: N }),
  cameBack: Part,
  kinds: v.array(v.object({
    kind: v.picklist(reportKinds),
    filed: N,
    kept: Kept,
    answered: Speed,
    settled: Speed,
  })),
  days: v.array(v.object({ day: v.string(), filed: N, settled: N })),
})
const InArea = v.object({
  areaId: AreaCode,
  name: v.string(),
  people: N,
  filed: N,
  open: N,
  kept: Kept, // Reports and 心声 together.
  reopened: Part,
  rated: v.object({ n: N, scores: N }),
})
export const CityFigures = v.object({
  areaName: v.string(),
  asOf: v.nullable(Instant), // When it was counted; null: not yet.
  people: v.object({
    couriers: N,
    residents: N,
    registered: N, // In the months asked for.
    groups: v.array(v.object({
      company: v.nullable(v.picklist(companies)),
      work: v.nullable(v.picklist(works)),
      n: N,
    })),
  }),
  reports: Reports,
  voices: Kept, // Answers promised to 心声, which the honest clock counts beside reports.
  areas: v.array(InArea),
  stations: v.object({ all: N, open: N, visits: N, hours: v.array(N) }),
  volunteering: v.object({ teams: N, activities: N, places: N }),
  // For the whole city only. `held` is as of now, the others for the months asked for.
  points: v.nullable(v.object({ issued: N, spent: N, lapsed: N, takenBack: N, held: N })),
})
export type CityFigures = v.InferOutput<typeof CityFigures>

/**
 * What was due (closed, or open and overdue), and of that what was done on time and what is overdue. Null if
 * the number is too small to show, or would reveal another one that is.
 */
const PublicKept = { due: N, onTime: v.nullable(N), overdue: v.nullable(N) }
/** The public figures of twelve whole months; rows too small to show are left out. */
export const PublicClock = v.object({
  from: Month,
  to: Month,
  all: v.nullable(v.object(PublicKept)),
  areas: v.array(v.object({ name: v.string(), ...PublicKept })),
  kinds: v.array(v.object({ kind: v.picklist([...reportKinds, 'voices']), ...PublicKept })),
  isCounting: v.optional(v.literal(true)), // All is counted from the beginning, so nothing is shown yet.
})

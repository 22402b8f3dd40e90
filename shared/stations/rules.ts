import type { Place } from '#shared/kernel/fields.ts'
import type { LongerHours } from './longer-hours.ts'
import { DAY_MINUTES, DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { distanceM } from '#shared/kernel/geo.ts'
import { isLonger, longerIn } from './longer-hours.ts'

/**
 * `community`: built in party and community service centres; `shared`: with existing places; `business`:
 * opened by businesses.
 */
export const stationKinds = ['community', 'shared', 'business'] as const
export type StationKind = (typeof stationKinds)[number]

/**
 * What a station offers; a station's facilities are a bit each, in this order, so that the list stays small.
 * New ones go at the end.
 */
export const facilities = [
  'charging',
  'water',
  'rest',
  'reading',
  'showcase',
  'law',
  'redemption',
  'hiring',
  'microwave',
  'fridge',
  'firstAid',
  'toolBox',
  'toilet',
  'cooling',
] as const
export type Facility = (typeof facilities)[number]
export const bitOf = (facility: Facility): number => 2 ** facilities.indexOf(facility)
export const offers = (bits: number, facility: Facility): boolean => (bits & bitOf(facility)) !== 0
export const facilitiesIn = (bits: number): Facility[] =>
  facilities.filter(facility => offers(bits, facility))

/** Supplies that run out, and the levels of what is left. */
export const supplies = ['water', 'medicine', 'chargers', 'tissues'] as const
export type Supply = (typeof supplies)[number]
export const supplyLevels = ['enough', 'low', 'out'] as const
export type SupplyLevel = (typeof supplyLevels)[number]

/** The parts of a station that are written as a whole, each replacing what was there. */
export const stationParts = ['shut', 'hours', 'notice', 'photo', 'phone'] as const
export type StationPart = (typeof stationParts)[number]

/**
 * What riders report about a station. `door`: it would not open, which counts as a failed entry; `supply`: a
 * shelf is empty.
 */
export const faultKinds = ['door', 'power', 'charger', 'appliance', 'dirty', 'supply', 'other'] as const
export type FaultKind = (typeof faultKinds)[number]

/**
 * Minutes of the Shanghai day from which and until which somebody is there, alternating: 540, 720, 840, 1080
 * has a break at noon. An end past midnight is above 1440: 1080, 1560. null: closed. The list is flat, so
 * that apps that know one span a day read the first.
 */
export type Spans = readonly number[] | null
/** The week from Monday to Sunday. */
export type Week = readonly Spans[]
export interface Exception { readonly day: string, readonly span: Spans, readonly words: string }
export interface Hours {
  readonly week: Week
  readonly exceptions: readonly Exception[]
  /** Longer hours by announcements; the station's own hours stay unchanged. */
  readonly longer?: readonly LongerHours[] | undefined
}

const MINUTE_MS = 60_000

/** The hours that begin on a day; an exception replaces those of the week. */
export const spansOn = (hours: Hours, day: string): Spans => spansOf(hours, day, weekdayOf(day))

/** The same as pairs. */
export const pairsOf = (spans: Spans): [from: number, until: number][] =>
  (spans ?? []).flatMap((from, at) => at % 2 === 0 ? [[from, spans![at + 1]!]] : [])

/** The most spans of hours a day. */
export const SPANS_MAX = 4
const weekdayOf = (day: string) => (new Date(day).getUTCDay() + 6) % 7
const spansOf = ({ week, exceptions }: Hours, day: string, weekday: number): Spans => {
  const exception = exceptions.find(each => each.day === day)
  return exception ? exception.span : week[weekday] ?? null
}

/** Remembers the last instant's day and minute: a list of hundreds is judged at one instant. */
let moment = { at: Number.NaN, day: '', dayBefore: '', weekday: 0, minute: 0 }
function momentOf(at: number) {
  if (at !== moment.at) {
    const day = dayOf(at)
    const start = startOfDay(day)
    const dayBefore = dayOf(start - 1)
    moment = { at, day, dayBefore, weekday: weekdayOf(day), minute: (at - start) / MINUTE_MS }
  }
  return moment
}

/** True within opening hours, when somebody is there. */
export function isStaffed(hours: Hours, now: number): boolean {
  const { day, dayBefore, weekday, minute } = momentOf(now)
  return covers(spansOf(hours, day, weekday), minute)
    || covers(spansOf(hours, dayBefore, (weekday + 6) % 7), minute + DAY_MINUTES)
    || hours.longer?.some(each => isLonger(each, now, minute)) === true
}

function covers(spans: Spans, minute: number): boolean {
  if (spans === null) return false
  for (let at = 0; at < spans.length; at += 2) {
    if (minute >= spans[at]! && minute < spans[at + 1]!) return true
  }
  return false
}

/** How many days from today are searched for the next opening. */
export const DAYS_AHEAD = 14

/**
 * When the station is staffed, from yesterday's hours to those of two weeks ahead (UTC ms), in order, with
 * adjacent spans joined.
 */
export function staffedTimes(hours: Hours, now: number): { from: number, until: number }[] {
  const times: { from: number, until: number }[] = []
  const today = startOfDay(dayOf(now))
  for (let ahead = -1; ahead < DAYS_AHEAD; ahead++) {
    const start = today + ahead * DAY_MS
    for (const [first, end] of pairsOf(spansOn(hours, dayOf(start))))
      times.push({ from: start + first * MINUTE_MS, until: start + end * MINUTE_MS })
    for (const { from, until, opens, closes } of hours.longer ?? []) {
      const [first, end] = [start + opens * MINUTE_MS, start + closes * MINUTE_MS]
      const added = { from: Math.max(first, from), until: Math.min(end, until) }
      if (added.from < added.until) times.push(added)
    }
  }
  return joined(times)
}

function joined(times: { from: number, until: number }[]) {
  const whole: { from: number, until: number }[] = []
  for (const { from, until } of times.sort((a, b) => a.from - b.from)) {
    const last = whole.at(-1)
    if (last && from <= last.until) last.until = Math.max(last.until, until)
    else whole.push({ from, until })
  }
  return whole
}

export const stationStates = ['open', 'doubtful', 'closed'] as const
export type StationState = (typeof stationStates)[number]
/** The facts that decide a station's state. */
export interface StationFacts {
  readonly hours: Hours
  /** Opens by code round the clock. */
  readonly isSelfService: boolean
  /** The keeper has closed it for now. */
  readonly isShut: boolean
  /** Two different people in a row could not get in. */
  readonly isDoubtful: boolean
}

interface ListedFacts {
  readonly areaId?: string | undefined
  readonly week: number
  readonly exceptions?: readonly Exception[] | undefined
  readonly isSelfService: boolean
  readonly shut?: string | undefined
  readonly isDoubtful?: true | undefined
}
interface Times {
  readonly weeks: readonly Week[]
  readonly longer?: readonly LongerHours[] | undefined
}
/** The facts of a station in the list of all, whose weeks are written once for many. */
export const listedFacts = (
  { areaId, week, exceptions = [], isSelfService, shut, isDoubtful }: ListedFacts,
  { weeks, longer }: Times,
): StationFacts => ({
  hours: { week: weeks[week] ?? [], exceptions, longer: longerIn(longer, areaId) },
  isSelfService,
  isShut: shut !== undefined,
  isDoubtful: isDoubtful === true,
})

/**
 * 开放, 可能未开放 or 关闭: what somebody who goes there now will find. The phone computes it too, also without a
 * network.
 */
export function stateAt(
  { hours, isSelfService, isShut, isDoubtful }: StationFacts,
  now: number,
): StationState {
  if (isShut || !(isSelfService || isStaffed(hours, now))) return 'closed'
  return isDoubtful ? 'doubtful' : 'open'
}

/** The needs by which the list can be filtered. */
export const needs = [
  'open',
  'charging',
  'water',
  'microwave',
  'toilet',
  'firstAid',
  'rest',
  'redemption',
] as const
export type Need = (typeof needs)[number]
export function meetsNeeds(
  station: StationFacts & { readonly facilities: number },
  wanted: readonly Need[],
  now: number,
): boolean {
  return wanted.every(need =>
    need === 'open' ? stateAt(station, now) === 'open' : offers(station.facilities, need),
  )
}

/** The nearest stations that fit, at most so many, with their distances (m), nearest first. */
export function nearestOf<Station extends Place>(
  stations: readonly Station[],
  place: Place,
  most: number,
  isWanted: (station: Station) => boolean = () => true,
): { station: Station, metres: number }[] {
  const near: { station: Station, metres: number }[] = []
  for (const station of stations) {
    if (!isWanted(station)) continue
    const metres = distanceM(place, station)
    const last = near.at(-1)
    if (near.length === most && last && metres >= last.metres) continue
    near.splice(near.findIndex(each => each.metres > metres) >>> 0, 0, { station, metres })
    if (near.length > most) near.pop()
  }
  return near
}

/** The ratio of a walk to the straight line; people walk 75 m a minute. */
const DETOUR = 1.35
const WALK_M_PER_MINUTE = 75
export const walkingMinutes = (metres: number): number =>
  Math.max(1, Math.round((metres * DETOUR) / WALK_M_PER_MINUTE))

/**
 * How long somebody counts as inside without having said that they left (ms), since exits are not recorded.
 */
export const STAY_MS = 45 * MINUTE_MS

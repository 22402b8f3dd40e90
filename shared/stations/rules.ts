import type { Place } from '#shared/kernel/fields.ts'
import { dayOf, startOfDay } from '#shared/kernel/day.ts'
import { distanceM } from '#shared/kernel/geo.ts'

/** Built in party and community service centres; shared with existing places; opened by businesses. */
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

/** What runs out, and how much of it is left. */
export const supplies = ['water', 'medicine', 'chargers', 'tissues'] as const
export type Supply = (typeof supplies)[number]
export const supplyLevels = ['enough', 'low', 'out'] as const
export type SupplyLevel = (typeof supplyLevels)[number]

/** The parts of a station that are written as a whole, each replacing what was there. */
export const stationParts = ['shut', 'hours', 'notice', 'photo'] as const
export type StationPart = (typeof stationParts)[number]

/**
 * What riders report about a station. `door`: it would not open, which counts as a failed entry; `supply`: a
 * shelf is empty.
 */
export const faultKinds = ['door', 'power', 'charger', 'appliance', 'dirty', 'supply', 'other'] as const
export type FaultKind = (typeof faultKinds)[number]

/** Minutes of the Shanghai day from which and until which somebody is there; null: closed that day. */
export type Span = readonly [from: number, until: number] | null
/** The week from Monday to Sunday. */
export type Week = readonly Span[]
export interface Exception { readonly day: string, readonly span: Span, readonly words: string }
export interface Hours { readonly week: Week, readonly exceptions: readonly Exception[] }

const MINUTE_MS = 60_000

/** When somebody is there on a day. */
export const spanOn = (hours: Hours, day: string): Span => spanOf(hours, day, weekdayOf(day))

const weekdayOf = (day: string) => (new Date(day).getUTCDay() + 6) % 7
const spanOf = ({ week, exceptions }: Hours, day: string, weekday: number): Span => {
  const exception = exceptions.find(each => each.day === day)
  return exception ? exception.span : week[weekday] ?? null
}

/** Remembers the last instant's day and minute: a list of hundreds is judged at one instant. */
let moment = { at: Number.NaN, day: '', weekday: 0, minute: 0 }
function momentOf(at: number) {
  if (at !== moment.at) {
    const day = dayOf(at)
    moment = { at, day, weekday: weekdayOf(day), minute: (at - startOfDay(day)) / MINUTE_MS }
  }
  return moment
}

/** True within opening hours, when somebody is there. */
export function isStaffed(hours: Hours, now: number): boolean {
  const { day, weekday, minute } = momentOf(now)
  const span = spanOf(hours, day, weekday)
  return span !== null && minute >= span[0] && minute < span[1]
}

export const stationStates = ['open', 'doubtful', 'closed'] as const
export type StationState = (typeof stationStates)[number]
/** What a station's state follows from. */
export interface StationFacts {
  readonly hours: Hours
  /** Opens by code round the clock. */
  readonly isSelfService: boolean
  /** The keeper has closed it for now. */
  readonly isShut: boolean
  /** Two different people in a row could not get in. */
  readonly isDoubtful: boolean
}

/**
 * 开放, 可能未开放 or 关闭: what somebody who goes there now will find. The phone works it out too, without a network.
 */
export function stateAt(
  { hours, isSelfService, isShut, isDoubtful }: StationFacts,
  now: number,
): StationState {
  if (isShut || !(isSelfService || isStaffed(hours, now))) return 'closed'
  return isDoubtful ? 'doubtful' : 'open'
}

/** What people need now, as the list filters by it. */
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

/** The nearest of them first: those that fit among so many (n), with how far they are (m). */
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

/** How much longer a walk is than the straight line; people walk 75 m a minute. */
const DETOUR = 1.35
const WALK_M_PER_MINUTE = 75
export const walkingMinutes = (metres: number): number =>
  Math.max(1, Math.round((metres * DETOUR) / WALK_M_PER_MINUTE))

/** How long a person who got in counts as inside unless they say that they left; exits are not seen (ms). */
export const STAY_MS = 45 * MINUTE_MS

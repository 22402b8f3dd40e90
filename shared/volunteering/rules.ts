import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'

/** 用心做: volunteering, or what brings no hours and no points: a gathering (生日会, 恳谈会) or a course 课程. */
export const activityKinds = ['volunteering', 'course', 'birthday', 'talk'] as const
export type ActivityKind = (typeof activityKinds)[number]
export const isGathering = (kind: ActivityKind): boolean => kind !== 'volunteering'

export const activityStates = ['draft', 'published', 'calledOff', 'finished'] as const
export type ActivityState = (typeof activityStates)[number]

/** Skills that an activity may ask for. */
export const skills = ['firstAid', 'driving', 'repair', 'teaching', 'dialect', 'photography'] as const
export type Skill = (typeof skills)[number]

/** The trades of teams. */
export const trades = ['parcel', 'ride', 'meal', 'other'] as const
export type Trade = (typeof trades)[number]

/** Where somebody stands with an opening; null: nowhere. */
export const signupStates = [
  'asked',
  'waiting',
  'offered',
  'in',
  'left',
  'refused',
  'lapsed',
  'came',
  'missed',
] as const
export type SignupState = (typeof signupStates)[number]
/** States that take one of the places. */
export const placeStates = ['offered', 'in', 'came', 'missed'] as const satisfies SignupState[]
export const takesPlace = (state: SignupState): boolean =>
  (placeStates as readonly SignupState[]).includes(state)

/** How long somebody has to accept a place that became free (ms); never beyond the beginning. */
export const ANSWER_MS = 6 * 3_600_000
/** The most that one activity may last (ms). */
export const ACTIVITY_MS_MAX = DAY_MS
/** How far ahead one may be planned (ms); half a year of weekly copies fits in. */
export const AHEAD_MS_MAX = 366 * DAY_MS
/** How many copies "same again" makes at most. */
export const REPEATS_MAX = 26
/** How long a no-show counts (ms). */
export const MISSED_COUNTS_MS = 90 * DAY_MS
/** So many no-shows in a row make the next sign-up ask "really?". */
export const MISSED_IN_A_ROW = 2

/** Evidence counts that was shown from so long before the beginning until so long after the end (ms). */
export const ATTEND_BEFORE_MS = 3_600_000
export const ATTEND_AFTER_MS = 2 * 3_600_000
/** So long after its end the clock finishes an activity, and says who was not there (ms). */
export const CLOSES_AFTER_MS = DAY_MS

const MINUTE_MS = 60_000
const STEP_MS = 15 * MINUTE_MS

interface Span { readonly startsAt: number, readonly endsAt: number }
/** True when two things share time; one that ends when the other begins doesn't. */
export const overlaps = (one: Span, other: Span): boolean =>
  one.startsAt < other.endsAt && other.startsAt < one.endsAt

/** True when something begins and ends within these minutes of the Shanghai day on which it begins. */
export function isBetween({ startsAt, endsAt }: Span, { from, to }: { from: number, to: number }): boolean {
  const midnight = startOfDay(dayOf(startsAt))
  return startsAt >= midnight + from * MINUTE_MS && endsAt <= midnight + to * MINUTE_MS
}

/**
 * The minutes that count of a stay: its overlap with the plan, to the nearest quarter of an hour, never more
 * than the plan has whole quarters.
 */
export function minutesOf(plan: Span, inAt: number, outAt: number): number {
  const stay = Math.max(0, Math.min(outAt, plan.endsAt) - Math.max(inAt, plan.startsAt))
  const planned = Math.floor((plan.endsAt - plan.startsAt) / STEP_MS)
  return Math.min(Math.round(stay / STEP_MS), planned) * STEP_MS / MINUTE_MS
}

import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'

/** 用心做: volunteering, or an activity without hours and points: a gathering (生日会, 恳谈会) or a course 课程. */
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

/** The states of somebody's sign-up for an opening. */
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

/** How long an offered place can be accepted (ms), at most until the activity begins. */
export const ANSWER_MS = 6 * 3_600_000
/** The most that one activity may last (ms). */
export const ACTIVITY_MS_MAX = DAY_MS
/** How far ahead one may be planned (ms); half a year of weekly copies fits in. */
export const AHEAD_MS_MAX = 366 * DAY_MS
/** The most copies that `activities.repeat` makes. */
export const REPEATS_MAX = 26
/** How long a no-show counts (ms). */
export const MISSED_COUNTS_MS = 90 * DAY_MS
/** How many no-shows in a row make the next sign-up ask for confirmation. */
export const MISSED_IN_A_ROW = 2

/**
 * How long before the beginning and after the end of an activity evidence counts, by when it was shown (ms).
 */
export const ATTEND_BEFORE_MS = 3_600_000
export const ATTEND_AFTER_MS = 2 * 3_600_000
/** How long after its end a task finishes an activity and notes who was not there (ms). */
export const CLOSES_AFTER_MS = DAY_MS

const MINUTE_MS = 60_000
const STEP_MS = 15 * MINUTE_MS

interface Span { readonly startsAt: number, readonly endsAt: number }
/** True if two spans overlap; one that ends when the other begins doesn't. */
export const overlaps = (one: Span, other: Span): boolean =>
  one.startsAt < other.endsAt && other.startsAt < one.endsAt

/** True when something begins and ends within these minutes of the Shanghai day on which it begins. */
export function isBetween({ startsAt, endsAt }: Span, { from, to }: { from: number, to: number }): boolean {
  const midnight = startOfDay(dayOf(startsAt))
  return startsAt >= midnight + from * MINUTE_MS && endsAt <= midnight + to * MINUTE_MS
}

/**
 * The minutes of a stay that count: its overlap with the plan, rounded to a quarter of an hour, at most the
 * whole quarters of the plan.
 */
export function minutesOf(plan: Span, inAt: number, outAt: number): number {
  const stay = Math.max(0, Math.min(outAt, plan.endsAt) - Math.max(inAt, plan.startsAt))
  const planned = Math.floor((plan.endsAt - plan.startsAt) / STEP_MS)
  return Math.min(Math.round(stay / STEP_MS), planned) * STEP_MS / MINUTE_MS
}

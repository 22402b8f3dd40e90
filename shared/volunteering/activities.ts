import { DAY_MINUTES } from '#shared/kernel/day.ts'
import {
  AreaCode,
  Day,
  Id,
  Instant,
  PageRange,
  PhotoHash,
  Place,
  textOf,
  wholeNumber,
} from '#shared/kernel/fields.ts'
import { PhotoRef } from '#shared/media/schemas.ts'
import * as v from 'valibot'
import { activityKinds, activityStates, REPEATS_MAX, signupStates, skills } from './rules.ts'

export const TITLE_MAX = 30
export const WORDS_MAX = 1000
export const BRING_MAX = 200
export const SPOT_MAX = 40
export const CAPACITY_MAX = 500
export const REASON_MAX = 200
export const ACTIVITY_PHOTOS_MAX = 9
export const ACTIVITIES_PAGE_MAX = 50

const Kind = v.picklist(activityKinds)
const Skills = v.pipe(v.array(v.picklist(skills)), v.maxLength(skills.length))
export const Reason = textOf(1, REASON_MAX)
export const OneActivity = v.object({ activityId: Id })

/**
 * The plan of an activity. `leaveBy`: until when one may leave without the leaders being notified at once.
 */
const plan = {
  kind: Kind,
  title: textOf(2, TITLE_MAX),
  words: textOf(0, WORDS_MAX),
  bring: textOf(0, BRING_MAX),
  areaId: AreaCode,
  place: Place,
  spot: textOf(1, SPOT_MAX),
  startsAt: Instant,
  endsAt: Instant,
  leaveBy: Instant,
  capacity: wholeNumber(1, CAPACITY_MAX),
  skills: Skills,
  teamId: v.nullable(Id),
}
/**
 * Publishes an activity, whose draft may be on the server, or changes a published one. `seen`: when the
 * version that the form began with was made (ms); absent for a new one.
 */
export const PublishActivity = v.object({ activityId: Id, ...plan, seen: v.optional(Instant) })
export type PublishActivity = v.InferOutput<typeof PublishActivity>
/** Repeats an activity: drafts with ids and beginnings of their own, edited and published one by one. */
export const RepeatActivity = v.object({
  activityId: Id,
  copies: v.pipe(
    v.array(v.object({ activityId: Id, startsAt: Instant })),
    v.minLength(1),
    v.maxLength(REPEATS_MAX),
  ),
})
export const SignUp = v.object({
  activityId: Id,
  evenSo: v.optional(v.boolean()), // Confirmed in spite of two no-shows.
})
/** One's place now, and how many people wait before one. */
export const SignedUp = v.object({
  state: v.picklist(signupStates),
  ahead: v.number(),
})
export const CallOff = v.object({ activityId: Id, words: Reason })
export const RemoveFrom = v.object({ activityId: Id, accountId: Id, words: Reason })
export const ReadmitTo = v.object({ activityId: Id, accountId: Id })
export const MessageThem = v.object({ activityId: Id, words: textOf(1, REASON_MAX) })

/** A row of the list. `points`: those for the whole time; `clash`: one's other activity at that time. */
export const ActivityBrief = v.object({
  id: Id,
  kind: Kind,
  title: v.string(),
  areaId: AreaCode,
  areaName: v.string(),
  place: Place,
  spot: v.string(),
  startsAt: Instant,
  endsAt: Instant,
  capacity: v.number(),
  taken: v.number(),
  waiting: v.number(),
  skills: Skills,
  teamName: v.nullable(v.string()),
  state: v.picklist(activityStates),
  points: v.number(),
  mine: v.nullable(v.picklist(signupStates)),
  answerBy: v.nullable(Instant), // When an offer expires.
  clash: v.nullable(v.string()),
})
export type ActivityBrief = v.InferOutput<typeof ActivityBrief>

/** Minutes since midnight in Shanghai, such as the hours between two shifts. */
const Between = v.object({ from: wholeNumber(0, DAY_MINUTES), to: wholeNumber(0, DAY_MINUTES) })
/**
 * The search: `from`, `to` are days, both included; `between`: the activity begins and ends within these
 * hours of its day; `near` sorts by distance; `isFree`: with places left; `fits`: without a clash.
 */
export const FindActivities = v.object({
  from: v.optional(Day),
  to: v.optional(Day),
  between: v.optional(Between),
  kinds: v.optional(v.pipe(v.array(Kind), v.maxLength(activityKinds.length))),
  skills: v.optional(Skills),
  areaId: v.optional(AreaCode),
  teamId: v.optional(Id),
  near: v.optional(Place),
  isFree: v.optional(v.boolean()),
  fits: v.optional(v.boolean()),
  after: v.optional(wholeNumber(0, 10_000)), // How many rows are shown already.
})
export type FindActivities = v.InferOutput<typeof FindActivities>
export const FoundActivities = v.object({ activities: v.array(ActivityBrief), hasMore: v.boolean() })

/** One's activities, next first; then past ones, latest first. `minutes`: the counted ones. */
export const MyActivities = v.object({
  coming: v.array(ActivityBrief),
  over: v.array(v.object({ ...ActivityBrief.entries, minutes: v.nullable(v.number()) })),
  minutes: v.number(), // In all.
  leads: v.array(ActivityBrief), // The activities that one leads, drafts too.
  hasMoreLeads: v.optional(v.literal(true)), // There are others, which the desk lists.
  hasMoreOver: v.optional(v.literal(true)), // Older ones are left out.
})
export type MyActivities = v.InferOutput<typeof MyActivities>

/** One activity. `asksReally`: signing up asks for confirmation, after two no-shows in a row. */
export const ActivityView = v.object({
  ...ActivityBrief.entries,
  words: v.string(),
  bring: v.string(),
  leaveBy: Instant,
  teamId: v.nullable(Id),
  leaderName: v.string(),
  changedAt: Instant,
  calledOffWords: v.nullable(v.string()),
  finishedWords: v.nullable(v.string()),
  photos: v.array(PhotoRef),
  ahead: v.number(), // The number of people who wait before one.
  asksReally: v.boolean(),
  leads: v.boolean(), // Whether one may see the roll and act on it.
  marks: v.object({ inAt: v.nullable(Instant), outAt: v.nullable(Instant), minutes: v.nullable(v.number()) }),
})
export type ActivityView = v.InferOutput<typeof ActivityView>

export const CALENDAR_PATH = '/calendar'
/** The path of the calendar's secret link; null until one was made. */
export const CalendarLink = v.object({ path: v.nullable(v.string()) })

/** Sent by a task: ends expired offers of this activity. */
export const LapseOffers = v.object({ activityId: Id })
export const FinishPhotos = v.pipe(v.array(PhotoHash), v.maxLength(ACTIVITY_PHOTOS_MAX))

/** The filters of a desk's list of activities; its rank is their beginning. */
export const DeskActivitiesInput = v.object({
  state: v.optional(v.picklist(activityStates)),
  kind: v.optional(Kind),
  areaId: v.optional(AreaCode),
  from: v.optional(Day),
  to: v.optional(Day),
  ...PageRange.entries,
})
export const DeskActivities = v.object({
  activities: v.array(v.object({
    id: Id,
    title: v.string(),
    kind: Kind,
    state: v.picklist(activityStates),
    startsAt: Instant,
    endsAt: Instant,
    areaName: v.string(),
    spot: v.string(),
    teamName: v.nullable(v.string()),
    capacity: v.number(),
    taken: v.number(),
    waiting: v.number(),
  })), // Those that begin last come first.
  total: v.number(), // Of all pages.
  hasMore: v.boolean(),
})
export type DeskActivity = v.InferOutput<typeof DeskActivities>['activities'][number]

import { Id, Instant, lineOf, SHOWN_ROWS_MAX } from '#shared/kernel/fields.ts'
import * as v from 'valibot'

export const NOTICES_PAGE_MAX = 50
/** The kinds of notice; the client has a sentence for each. */
export const noticeKinds = [
  'reports.rerouted',
  'reports.accepted',
  'reports.declined',
  'reports.unable',
  'reports.assigned',
  'reports.working',
  'reports.asked',
  'reports.answered',
  'reports.resolved',
  'reports.closed',
  'reports.reopened',
  'reports.merged',
  'reports.withdrawn',
  'reports.returned', // To the reporter; staff get `reports.handedBack`.
  'reports.handedBack',
  'reports.urgent',
  'reports.yourTurn',
  'reports.urged',
  'reports.objected',
  'reports.photoCovered',
  'reports.photoHidden',
  'reports.corrected',
  'reports.passedOn', // To the desk from which it was passed on.
  'reports.unmerged',
  'reports.unanswered', // To its reporter; staff are told that the question came back.
  'reports.cameBack',
  'reports.overdue',
  'reports.raised',
  'reports.planned',
  'reports.planDue',
  'reports.handedOver', // From one clerk to another.
  'reports.filedFor',
  'points.awarded',
  'points.capped',
  'points.lapsing',
  'points.lapsed',
  'points.corrected',
  'points.broken',
  'mall.ordered',
  'mall.given',
  'mall.handedOver',
  'mall.lapsing',
  'mall.lapsed',
  'mall.counterShut',
  'mall.daysClosed',
  'mall.loss',
  'stations.doubtful',
  'stations.fault',
  'stations.faultAnswered',
  'stations.suspended',
  'voices.replied', // The answer to a complaint.
  'voices.answered',
  'voices.done',
  'voices.declined',
  'voices.promised',
  'voices.merged',
  'voices.linked',
  'voices.hidden',
  'voices.settled', // The decision on an appeal.
  'voices.posted', // To the desk, as are the following ones.
  'voices.reached',
  'voices.appealed',
  'voices.reopened',
  'voices.yourTurn', // To the unit.
  'voices.chooseLate',
  'voices.dueSoon',
  'voices.late',
  'people.given',
  'people.ended',
  'people.toConfirm',
  'people.resetAsked', // To the person and to the admins.
  'people.factorReset',
  'teams.asked', // To the captain.
  'teams.admitted',
  'teams.declined',
  'teams.removed',
  'teams.captainLeft', // To the staff.
  'activities.in', // Results of commands that were decided too late for their maker to see the reply.
  'activities.waiting',
  'activities.refused',
  'activities.offered',
  'activities.lapsed',
  'activities.changed',
  'activities.calledOff',
  'activities.removed',
  'activities.readmitted',
  'activities.message',
  'activities.leftLate', // To the leader.
  'activities.tomorrow',
  'activities.soon',
  'activities.thanks', // Hours, and the points they brought.
  'activities.missed', // To the person only.
  'activities.correctionAsked', // To the staff.
  'activities.corrected',
  'activities.correctionDeclined', // To the leader who asked.
  'birthdays.invited',
  'polls.counted',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

export const Notice = v.object({
  id: Id,
  kind: v.picklist(noticeKinds),
  ref: v.nullable(v.string()), // The id of the thing that it is about: a report, an order, a station …
  number: v.nullable(v.number()), // That report's number.
  words: v.nullable(v.string()),
  points: v.nullable(v.number()),
  at: Instant,
  isRead: v.boolean(),
})
export type Notice = v.InferOutput<typeof Notice>
export const Notices = v.object({ notices: v.array(Notice), unread: v.number(), hasMore: v.boolean() })

/** Marks all notices up to an instant as read; with `ids` only these of them. */
export const ReadNotices = v.object({
  upTo: Instant,
  ids: v.optional(v.pipe(v.array(Id), v.minLength(1), v.maxLength(SHOWN_ROWS_MAX))),
})

const base64url = (max: number) => v.pipe(v.string(), v.regex(/^[\w-]+=*$/), v.maxLength(max))
/** A browser's push subscription, as `PushSubscription.toJSON()` gives it. */
export const SubscribePush = v.object({
  endpoint: v.pipe(lineOf(1000), v.url(), v.startsWith('https://')),
  keys: v.object({ p256dh: base64url(200), auth: base64url(100) }),
})
export const UnsubscribePush = v.object({ endpoint: lineOf(1000) })
/** The key to subscribe with, or null where the city has no push service. */
export const PushKey = v.object({ vapidPublicKey: v.nullable(v.string()) })

import type { QueryHandler } from '#server/sync/context.ts'
import { codeKeyFor } from '#server/core/proofs/index.ts'
import { toBase64Url } from '#shared/kernel/bytes.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { Refused } from '#shared/refusal.ts'
import { activityLed, boundTo, hasTwin, windowOf } from './led-activity.ts'

/** How long before codes count their key is handed out (ms), since there may be no network on the day. */
const EARLY_MS = DAY_MS

/** Answers `activities.codeKey`: the keys of an activity's codes, from a day before the codes count. */
export const codeKeys: QueryHandler<'activities.codeKey'> = async ({ activityId }, { read, actor, now }) => {
  const activity = await activityLed(read, actor, activityId)
  const { from, until } = windowOf(activity)
  if (now < from - EARLY_MS || now > until) throw new Refused({ code: 'activities.notToday' })
  if (await hasTwin(read, activityId)) throw new Refused({ code: 'activities.idTaken' })
  const bound = boundTo(activityId)
  const days = [...new Set([from, activity.startsAt, activity.endsAt, until].map(dayOf))]
  return {
    subject: bound.subject,
    keys: days.map(day => ({ day, key: toBase64Url(codeKeyFor(bound, day)) })),
    from,
    until,
  }
}

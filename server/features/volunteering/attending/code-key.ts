import type { Reader } from '#server/database/database.ts'
import type { QueryHandler } from '#server/sync/context.ts'
import { codeKeyFor } from '#server/core/proofs/index.ts'
import { toBase64Url } from '#shared/kernel/bytes.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { Refused } from '#shared/refusal.ts'
import { and, like, ne } from 'drizzle-orm'
import { activities } from '../tables.ts'
import { activityLed, boundTo, windowOf } from './led-activity.ts'

/** So long before codes count, their key can be had (ms): there may be no network on the day. */
const EARLY_MS = DAY_MS

/** Answers `activities.codeKey`: the keys of an activity's codes, from a day before they count on. */
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

/** True where another activity's id ends alike, as one that was made up to get these keys. */
async function hasTwin(read: Reader, activityId: string): Promise<boolean> {
  const endsAlike = like(activities.id, `%${activityId.slice(-17)}`)
  return await read.$count(activities, and(endsAlike, ne(activities.id, activityId))) > 0
}

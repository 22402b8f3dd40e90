import type { Reader, Transaction } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { Actor } from '#server/sync/context.ts'
import type { Bound } from '#shared/proofs/purposes.ts'
import { openingOf } from '#server/core/signups/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { lockRow } from '#server/database/rows.ts'
import { subjectOf } from '#shared/proofs/purposes.ts'
import { Refused } from '#shared/refusal.ts'
import { ATTEND_AFTER_MS, ATTEND_BEFORE_MS } from '#shared/volunteering/rules.ts'
import { and, eq, like, ne, sql } from 'drizzle-orm'
import { mayLead } from '../may-lead.ts'
import { activities } from '../tables.ts'

export type Activity = typeof activities.$inferSelect

/** The sixteen hexadecimal digits of a subject with the dash among them. */
const TAIL = 17

const findActivity = prepared((read: Reader, { id }: Slots<{ id: string }>) =>
  read.select().from(activities).where(eq(activities.id, id)).prepare('find_activity'),
)

/** An activity that takes place or has; refuses a draft, and one that was called off. */
export async function activityHeld(read: Reader, activityId: string): Promise<Activity> {
  const [activity] = await findActivity(read, { id: activityId })
  if (!activity || activity.state === 'draft') throw new Refused({ code: 'activities.unknown' })
  if (activity.state === 'calledOff')
    throw new Refused({ code: 'activities.calledOff', words: activity.endWords ?? '' })
  return activity
}

/** The same, for somebody who leads it. */
export async function activityLed(
  read: Reader,
  actor: Pick<Actor, 'posts'>,
  activityId: string,
): Promise<Activity> {
  const activity = await activityHeld(read, activityId)
  if (!mayLead(actor, activity)) throw new Refused({ code: 'activities.notYours' })
  return activity
}

/** Locks an activity, so that changing, calling off and finishing it run one after the other. */
export const lockActivity = async (tx: Transaction, activityId: string): Promise<Activity | undefined> =>
  await lockRow(tx, activities, { id: activityId })

/** The opening whose places are the activity's. */
export async function openingFor(
  read: Reader,
  { id }: Pick<Activity, 'id'>,
): Promise<{ readonly id: string }> {
  const opening = await openingOf(read, 'activity', id)
  if (!opening) throw new Error('an activity that was published has an opening')
  return opening
}

/** The purpose and subject to which an activity's codes and passes are bound. */
export const boundTo = (activityId: string): Bound =>
  ({ purpose: 'activity', subject: subjectOf(activityId) })

/**
 * True if another activity's id has the same ending, which somebody may have chosen to get these keys. Ids
 * may be written in upper or lower case.
 */
export async function hasTwin(read: Reader, activityId: string): Promise<boolean> {
  const id = sql`lower(${activities.id})`
  const endsAlike = like(id, `%${activityId.slice(-TAIL).toLowerCase()}`)
  return await read.$count(activities, and(endsAlike, ne(activities.id, activityId))) > 0
}

/** The span (ms) in which evidence counts, by when it was shown. */
export const windowOf = ({ startsAt, endsAt }: Pick<Activity, 'startsAt' | 'endsAt'>) =>
  ({ from: startsAt - ATTEND_BEFORE_MS, until: endsAt + ATTEND_AFTER_MS })

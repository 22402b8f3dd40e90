import type { City } from '#server/city.ts'
import type { Reader } from '#server/database/database.ts'
import type { Handler } from '#server/sync/context.ts'
import { forgetMissed, openings, signups } from '#server/core/signups/index.ts'
import { asSystem } from '#server/sync/as-system.ts'
import { Refused } from '#shared/refusal.ts'
import { BATCH_COMMANDS_MAX } from '#shared/sync/protocol.ts'
import { CLOSES_AFTER_MS, MISSED_COUNTS_MS } from '#shared/volunteering/rules.ts'
import { and, asc, eq, exists, lte, or } from 'drizzle-orm'
import { activities } from '../tables.ts'
import { activityHeld, openingFor } from './led-activity.ts'

/**
 * Decides `activities.forgetMissed`, sent by a task: after 90 days nothing records any more who did not come.
 */
export const forgetNoShows: Handler<'activities.forgetMissed'> = async ({ activityId }, context) => {
  const { tx, now, nudge } = context
  const activity = await activityHeld(tx, activityId)
  if (now < activity.endsAt + MISSED_COUNTS_MS) throw new Refused({ code: 'activities.notToday' })
  await forgetMissed(tx, (await openingFor(tx, activity)).id, now)
  // Participants see the number of places, which changes.
  nudge('*', 'activities.mine', 'activities.one', 'activities.roll')
}

/** As a condition inside another query, that somebody has this state in an activity. */
const someone = (read: Reader, state: 'in' | 'missed') => exists(read
  .select({ id: openings.id })
  .from(openings)
  .innerJoin(signups, and(eq(signups.openingId, openings.id), eq(signups.state, state)))
  .where(and(eq(openings.kind, 'activity'), eq(openings.ref, activities.id))))

/**
 * Ids of activities to close: unfinished ones, or with somebody of whom it is not noted whether they came.
 */
export async function activitiesToClose(read: Reader, now: number): Promise<string[]> {
  const rows = await read
    .select({ id: activities.id })
    .from(activities)
    .where(and(
      lte(activities.endsAt, now - CLOSES_AFTER_MS),
      or(
        eq(activities.state, 'published'),
        and(eq(activities.state, 'finished'), someone(read, 'in')),
      ),
    ))
    .orderBy(asc(activities.endsAt), asc(activities.id))
    .limit(BATCH_COMMANDS_MAX)
  return rows.map(({ id }) => id)
}

/** Ids of activities whose no-shows are to be forgotten. */
export async function activitiesToForget(read: Reader, now: number): Promise<string[]> {
  const rows = await read
    .select({ id: activities.id })
    .from(activities)
    .where(and(
      eq(activities.state, 'finished'),
      lte(activities.endsAt, now - MISSED_COUNTS_MS),
      someone(read, 'missed'),
    ))
    .orderBy(asc(activities.endsAt), asc(activities.id))
    .limit(BATCH_COMMANDS_MAX)
  return rows.map(({ id }) => id)
}

/** Finishes the activities that ended a day ago. Returns how many. */
export async function closeActivities(city: City): Promise<number> {
  const ids = await activitiesToClose(city.database.read, city.clock())
  return await asSystem(city, 'activities.close', ids.map(activityId => ({ activityId })))
}

/** Forgets no-shows after 90 days. Returns of how many activities. */
export async function forgetOldNoShows(city: City): Promise<number> {
  const ids = await activitiesToForget(city.database.read, city.clock())
  return await asSystem(city, 'activities.forgetMissed', ids.map(activityId => ({ activityId })))
}

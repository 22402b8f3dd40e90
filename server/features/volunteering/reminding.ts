import type { Transaction } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { activities } from './tables.ts'
import { forget, remind } from '#server/core/reminders/index.ts'
import { peopleIn } from '#server/core/signups/index.ts'
import { DAY_MS, dayOf, startOfDay, timeOf } from '#shared/kernel/day.ts'

const EVENING_MS = 18 * 3_600_000
const SOON_MS = 3_600_000
type Context = Pick<CommandContext, 'tx' | 'now'>
type Planned = Pick<typeof activities.$inferSelect, 'id' | 'title' | 'spot' | 'startsAt'>

/** When somebody is reminded, and until when each reminder makes sense. */
function remindersOf({ startsAt }: Pick<Planned, 'startsAt'>) {
  const day = startOfDay(dayOf(startsAt))
  return [
    { kind: 'activities.tomorrow', at: day - DAY_MS + EVENING_MS, until: day },
    { kind: 'activities.soon', at: startsAt - SOON_MS, until: startsAt },
  ] as const
}

/**
 * Reminds somebody with a place the evening before and an hour before, as far as those times are to come.
 * Called again after a change of the plan, it moves the reminders.
 */
export async function remindOf(
  { tx, now }: Context,
  activity: Planned,
  accountId: string,
): Promise<void> {
  const { id: ref, title, spot, startsAt } = activity
  const words = `${title}，${timeOf(startsAt).slice(11, 16)}，${spot}`
  for (const { kind, at, until } of remindersOf(activity)) {
    if (now < at) await remind(tx, { accountId, kind, ref, words, at, until })
    else await forget(tx, { accountId, kind, ref })
  }
}

/** Moves the reminders of all who have a place, since the plan has changed. */
export async function remindAll(context: Context, activity: Planned, openingId: string): Promise<void> {
  for (const accountId of await peopleIn(context.tx, openingId, ['in']))
    await remindOf(context, activity, accountId)
}

/**
 * Deletes reminders of an activity: of somebody who left or was removed, or of everybody when it was called
 * off.
 */
export const forgetReminders = async (
  tx: Transaction,
  activityId: string,
  accountId?: string,
): Promise<void> =>
  await forget(tx, accountId === undefined ? { ref: activityId } : { ref: activityId, accountId })

import type { Change } from '#server/core/signups/index.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { NoticeKind } from '#shared/notices/schemas.ts'
import type { SignupState } from '#shared/volunteering/rules.ts'
import type { Activity } from '../attending/led-activity.ts'
import { notify } from '#server/core/notices/index.ts'
import { openingOf, peopleIn } from '#server/core/signups/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { inArray } from 'drizzle-orm'
import { forgetReminders, remindOf } from '../reminding.ts'
import { activities } from '../tables.ts'

/** States of people on the list. */
const listed = ['asked', 'waiting', 'offered', 'in'] as const satisfies SignupState[]

/** States of people without a place yet, who get no reminders. */
const standsBy: ReadonlySet<SignupState> = new Set(['asked', 'waiting', 'offered'])

const kinds: Partial<Record<SignupState, NoticeKind>> = {
  in: 'activities.in',
  waiting: 'activities.waiting',
  offered: 'activities.offered',
  lapsed: 'activities.lapsed',
}

/**
 * Notifies people whose place was changed by others, and updates their reminders. `own`: the actor, who sees
 * the reply. `known`: activities that the caller has read.
 */
export async function notifyChanges(
  context: CommandContext,
  changes: readonly Change[],
  own?: string,
  known: readonly Activity[] = [],
): Promise<void> {
  const about = changes.filter(({ opening }) => opening.kind === 'activity')
  const found = await activitiesOf(context, about.map(({ opening }) => opening.ref), known)
  for (const { opening, accountId, state } of about) {
    const activity = found.get(opening.ref)
    if (!activity) continue
    if (state === 'in') await remindOf(context, activity, accountId)
    else if (!standsBy.has(state)) await forgetReminders(context.tx, activity.id, accountId)
    const kind = kinds[state]
    if (kind && accountId !== own)
      await notify(context, accountId, { kind, ref: activity.id, words: activity.title }, { evenSelf: true })
    nudgeSeen(context, accountId)
  }
  if (about.length > 0) context.nudge('*', 'activities.roll')
}

/** Nudges the queries that show somebody's own places. */
export const nudgeSeen = ({ nudge }: CommandContext, accountId: string): void =>
  nudge(accountId, 'activities.mine', 'activities.one', 'activities.open')

const findActivities = prepared((tx, { ids }: Slots<{ ids: string[] }>) =>
  tx.select().from(activities).where(inArray(activities.id, ids)).prepare('find_activities'),
)

async function activitiesOf(
  { tx }: CommandContext,
  ids: string[],
  known: readonly Activity[],
): Promise<ReadonlyMap<string, Activity>> {
  const found = new Map(known.map(activity => [activity.id, activity]))
  const unknown = [...new Set(ids)].filter(id => !found.has(id))
  if (unknown.length === 0) return found
  for (const activity of await findActivities(tx, { ids: unknown })) found.set(activity.id, activity)
  return found
}

/**
 * Notifies everybody on an activity's list, or only those with a place; with the same words for all, or words
 * for each.
 */
export async function notifyAll(
  context: CommandContext,
  { id }: Pick<Activity, 'id'>,
  kind: NoticeKind,
  words: string | ((accountId: string) => Promise<string>),
  states: readonly SignupState[] = listed,
): Promise<void> {
  const opening = await openingOf(context.tx, 'activity', id)
  if (!opening) return
  for (const accountId of await peopleIn(context.tx, opening.id, states)) {
    const said = typeof words === 'string' ? words : await words(accountId)
    await notify(context, accountId, { kind, ref: id, words: said }, { evenSelf: true })
    nudgeSeen(context, accountId)
  }
  context.nudge('*', 'activities.roll')
}

import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { Activity } from './led-activity.ts'
import { requirePhotos } from '#server/core/media/index.ts'
import { notify } from '#server/core/notices/index.ts'
import { endOpening, lockSignup, noteAttended, peopleIn } from '#server/core/signups/index.ts'
import { insertOnce } from '#server/database/rows.ts'
import { Refused } from '#shared/refusal.ts'
import { ACTIVITY_PHOTOS_MAX } from '#shared/volunteering/activities.ts'
import { CLOSES_AFTER_MS } from '#shared/volunteering/rules.ts'
import { eq } from 'drizzle-orm'
import { activities, activityPhotos } from '../tables.ts'
import { countHours, thank } from './count-hours.ts'
import { activityHeld, activityLed, lockActivity, openingFor } from './led-activity.ts'

/**
 * Decides `activities.finish`: counts the time of those who came, and pays it. Whose evidence still lies on a
 * phone without a network has a day's time; another leader may add words and photos.
 */
export const finishActivity: Handler<'activities.finish'> = async (input, context) => {
  const { activityId, words, photos } = input
  const { tx, actor, occurred } = context
  await lockActivity(tx, activityId)
  const activity = await activityLed(tx, actor, activityId)
  if (occurred < activity.startsAt) throw new Refused({ code: 'activities.notBegun' })
  const hashes = [...new Set(photos)]
  await requirePhotos(context, hashes)
  await addPhotos(context, activity, hashes)
  await finish(context, activity, words)
}

/**
 * Decides `activities.close`: a day after its end the clock finishes an activity, and says who of those with
 * a place did not come.
 */
export const closeActivity: Handler<'activities.close'> = async ({ activityId }, context) => {
  const { tx, now } = context
  await lockActivity(tx, activityId)
  const activity = await activityHeld(tx, activityId)
  if (now < activity.endsAt + CLOSES_AFTER_MS) throw new Refused({ code: 'activities.notToday' })
  await finish(context, activity, '')
  const opening = await openingFor(tx, activity)
  for (const accountId of await peopleIn(tx, opening.id, ['in'])) {
    if ((await lockSignup(tx, opening.id, accountId))?.state !== 'in') continue
    await noteAttended(tx, opening.id, accountId, 'missed', now)
    await notify(context, accountId, { kind: 'activities.missed', ref: activityId, words: activity.title })
  }
}

async function finish(context: CommandContext, activity: Activity, words: string): Promise<void> {
  const { tx, actor, now, nudge } = context
  const opening = await openingFor(tx, activity)
  const isNew = activity.state === 'published'
  const changes = {
    ...isNew && { state: 'finished' as const, endedAt: now, changedBy: actor.accountId },
    ...words !== '' && { endWords: words },
  }
  if (Object.keys(changes).length > 0)
    await tx.update(activities).set(changes).where(eq(activities.id, activity.id))
  await endOpening(tx, opening.id, now)
  const finished = { ...activity, state: 'finished' as const }
  for (const accountId of await peopleIn(tx, opening.id, ['in', 'came', 'missed'])) {
    await lockSignup(tx, opening.id, accountId)
    await thank(context, finished, accountId, await countHours(context, finished, opening.id, accountId))
  }
  nudge('*', 'activities.mine', 'activities.one', 'activities.open', 'activities.roll')
}

async function addPhotos({ tx }: CommandContext, { id }: Activity, hashes: readonly string[]): Promise<void> {
  const before = await tx.$count(activityPhotos, eq(activityPhotos.activityId, id))
  const added = hashes.slice(0, Math.max(0, ACTIVITY_PHOTOS_MAX - before))
  if (added.length === 0) return
  const rows = added.map((hash, i) => ({ activityId: id, hash, seq: before + i }))
  await insertOnce(tx, activityPhotos, rows, [activityPhotos.activityId, activityPhotos.hash])
}

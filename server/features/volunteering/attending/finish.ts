import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { Activity } from './led-activity.ts'
import { letGoOfPhotos, requirePhotos } from '#server/core/media/index.ts'
import { notify } from '#server/core/notices/index.ts'
import { endOpening, lockSignup, noteAttended, peopleIn } from '#server/core/signups/index.ts'
import { Refused } from '#shared/refusal.ts'
import { ACTIVITY_PHOTOS_MAX } from '#shared/volunteering/activities.ts'
import { CLOSES_AFTER_MS } from '#shared/volunteering/rules.ts'
import { and, eq, inArray, max } from 'drizzle-orm'
import { activities, activityPhotos } from '../tables.ts'
import { countHours, thank } from './count-hours.ts'
import { activityHeld, activityLed, lockActivity, openingFor } from './led-activity.ts'

/**
 * Decides `activities.finish`: counts and pays the hours of those who came. Evidence on phones without a
 * network counts when it arrives; another leader may add words and photos.
 */
export const finishActivity: Handler<'activities.finish'> = async (input, context) => {
  const { activityId, words, photos } = input
  const { tx, actor, occurred } = context
  await lockActivity(tx, activityId)
  const activity = await activityLed(tx, actor, activityId)
  if (occurred < activity.startsAt) throw new Refused({ code: 'activities.notBegun' })
  const hashes = [...new Set(photos)]
  await addPhotos(context, activity, hashes)
  await finish(context, activity, words)
}

/**
 * Decides `activities.close`, sent by a task: a day after its end finishes an activity, and notes who of
 * those with a place did not come.
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

/** Adds new photos to an activity, which is locked. */
async function addPhotos(
  context: CommandContext,
  { id }: Activity,
  hashes: readonly string[],
): Promise<void> {
  if (hashes.length === 0) return
  const { tx } = context
  const isIts = eq(activityPhotos.activityId, id)
  const known = await tx
    .select({ hash: activityPhotos.hash })
    .from(activityPhotos)
    .where(and(isIts, inArray(activityPhotos.hash, [...hashes])))
  const added = hashes.filter(hash => !known.some(each => each.hash === hash))
  const left = ACTIVITY_PHOTOS_MAX - await tx.$count(activityPhotos, isIts)
  if (added.length > left) throw new Refused({ code: 'activities.tooManyPhotos', left })
  await requirePhotos(context, added)
  if (added.length === 0) return
  const [last] = await tx.select({ seq: max(activityPhotos.seq) }).from(activityPhotos).where(isIts)
  const from = (last?.seq ?? -1) + 1
  await tx.insert(activityPhotos).values(added.map((hash, i) => ({ activityId: id, hash, seq: from + i })))
}

/**
 * Decides `activities.removePhoto`: nobody sees the photo from now on; one that is gone already is accepted
 * too.
 */
export const removePhoto: Handler<'activities.removePhoto'> = async ({ activityId, hash }, context) => {
  const { tx, actor, nudge, about, changedNothing } = context
  await lockActivity(tx, activityId)
  const activity = await activityLed(tx, actor, activityId)
  about({ kind: 'activity', ref: activityId, areaId: activity.areaId })
  const removed = await tx
    .delete(activityPhotos)
    .where(and(eq(activityPhotos.activityId, activityId), eq(activityPhotos.hash, hash)))
    .returning({ hash: activityPhotos.hash })
  if (removed.length === 0) return changedNothing()
  await letGoOfPhotos(tx, removed.map(each => each.hash))
  nudge('*', 'activities.one')
}

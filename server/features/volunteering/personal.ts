import type { Reader } from '#server/database/database.ts'
import type { Actor, CommandContext, QueryContext } from '#server/sync/context.ts'
import { openings, signups, takeOff } from '#server/core/signups/index.ts'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { notifyChanges } from './activities/told.ts'
import { activities, activityPhotos, attendances, hourCorrections, volunteerHours } from './tables.ts'

/** For `identity.export`: when somebody came and went, their counted minutes, and corrections. */
export async function exportAttending({ read, actor: { accountId } }: QueryContext): Promise<unknown> {
  const { activityId, direction, at, how, isDoubtful } = attendances
  const { minutes, day } = volunteerHours
  const { inAt, outAt, words, state, askedAt, decidedAt, decidedWords } = hourCorrections
  return {
    evidence: await read
      .select({ activityId, direction, at, how, isDoubtful })
      .from(attendances)
      .where(eq(attendances.accountId, accountId))
      .orderBy(asc(at)),
    hours: await read
      .select({ activityId: volunteerHours.activityId, minutes, day })
      .from(volunteerHours)
      .where(eq(volunteerHours.accountId, accountId))
      .orderBy(asc(day)),
    corrections: await read
      .select({
        activityId: hourCorrections.activityId,
        inAt,
        outAt,
        words,
        state,
        askedAt,
        decidedAt,
        decidedWords,
      })
      .from(hourCorrections)
      .where(eq(hourCorrections.accountId, accountId))
      .orderBy(asc(askedAt)),
  }
}

/**
 * For `identity.deleteMe`: deletes when somebody came and went, and texts about that. The minutes stay under
 * an id without a name, because the team's sum and the ledger contain them.
 */
export async function eraseAttending({ tx, actor: { accountId } }: CommandContext): Promise<void> {
  await tx.delete(attendances).where(eq(attendances.accountId, accountId))
  await tx.delete(hourCorrections).where(eq(hourCorrections.accountId, accountId))
}

/** Photos of a finished activity are public. */
export const maySeePhoto = async (read: Reader, _actor: Actor, hash: string): Promise<boolean> => {
  const [shown] = await read
    .select({ id: activities.id })
    .from(activityPhotos)
    .innerJoin(activities, eq(activities.id, activityPhotos.activityId))
    .where(and(eq(activityPhotos.hash, hash), eq(activities.state, 'finished')))
    .limit(1)
  return shown !== undefined
}

/** For `identity.export`: what somebody has signed up for. */
export const exportSignups = async ({ read, actor: { accountId } }: QueryContext): Promise<unknown> =>
  await read
    .select({
      kind: openings.kind,
      title: openings.title,
      state: signups.state,
      words: signups.words,
      at: signups.at,
    })
    .from(signups)
    .innerJoin(openings, eq(openings.id, signups.openingId))
    .where(eq(signups.accountId, accountId))
    .orderBy(asc(signups.at), asc(openings.id))

/** For `identity.deleteMe`: gives up all places, which are offered to the next people waiting. */
export async function eraseSignups(context: CommandContext): Promise<void> {
  const { tx, actor: { accountId } } = context
  const held = await tx
    .select({ id: signups.openingId })
    .from(signups)
    .where(and(
      eq(signups.accountId, accountId),
      inArray(signups.state, ['asked', 'waiting', 'offered', 'in']),
    ))
  // All at once: left one by one, the account would still be offered places it waits for.
  const changes = await takeOff(context, held.map(({ id }) => id), [accountId], 'left')
  await notifyChanges(context, changes, accountId)
  await tx.update(signups).set({ words: '' }).where(eq(signups.accountId, accountId))
}

import type { CommandContext, QueryContext } from '#server/sync/context.ts'
import { openings, signups, takeOff } from '#server/core/signups/index.ts'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { notifyChanges } from './told.ts'

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

/** For `identity.deleteMe`: whoever goes gives up their places, which the next ones are offered. */
export async function eraseSignups(context: CommandContext): Promise<void> {
  const { tx, actor: { accountId } } = context
  const held = await tx
    .select({ id: signups.openingId })
    .from(signups)
    .where(and(
      eq(signups.accountId, accountId),
      inArray(signups.state, ['asked', 'waiting', 'offered', 'in']),
    ))
    .orderBy(asc(signups.openingId))
  for (const { id } of held)
    await notifyChanges(context, await takeOff(context, id, [accountId], 'left'), accountId)
  await tx.update(signups).set({ words: '' }).where(eq(signups.accountId, accountId))
}

import type { CommandContext, QueryContext } from '#server/sync/context.ts'
import { asc, eq } from 'drizzle-orm'
import { notices, pushSubscriptions } from './tables.ts'

/**
 * All notices of a person, for `identity.export`, and the hosts of their push services: the endpoint itself
 * would let others push to their phone.
 */
export async function exportNotices({ read, actor }: QueryContext): Promise<unknown> {
  const told = await read
    .select({
      kind: notices.kind,
      number: notices.number,
      words: notices.words,
      points: notices.points,
      at: notices.at,
      readAt: notices.readAt,
    })
    .from(notices)
    .where(eq(notices.accountId, actor.accountId))
    .orderBy(asc(notices.at), asc(notices.id))
  const subscriptions = await read
    .select({ endpoint: pushSubscriptions.endpoint, since: pushSubscriptions.createdAt })
    .from(pushSubscriptions)
    .where(eq(pushSubscriptions.accountId, actor.accountId))
    .orderBy(asc(pushSubscriptions.createdAt))
  return {
    told,
    pushes: subscriptions.map(({ endpoint, since }) => ({ service: new URL(endpoint).host, since })),
  }
}

/** Deletes a person's notices and push subscriptions, for `identity.deleteMe`. */
export async function eraseNotices({ tx, actor }: CommandContext): Promise<void> {
  await tx.delete(notices).where(eq(notices.accountId, actor.accountId))
  await tx.delete(pushSubscriptions).where(eq(pushSubscriptions.accountId, actor.accountId))
}

import type { CommandContext, QueryContext } from '#server/sync/context.ts'
import { asc, eq } from 'drizzle-orm'
import { notices, pushSubscriptions } from './tables.ts'

/** Everything somebody was told, for `identity.export`. */
export const exportNotices = async ({ read, actor }: QueryContext): Promise<unknown> =>
  await read.select({ kind: notices.kind, number: notices.number, words: notices.words, points: notices.points, at: notices.at, readAt: notices.readAt })
    .from(notices)
    .where(eq(notices.accountId, actor.accountId))
    .orderBy(asc(notices.at), asc(notices.id))

/** Forgets what somebody was told and the browsers they read it on, for `identity.deleteMe`. */
export async function eraseNotices({ tx, actor }: CommandContext): Promise<void> {
  await tx.delete(notices).where(eq(notices.accountId, actor.accountId))
  await tx.delete(pushSubscriptions).where(eq(pushSubscriptions.accountId, actor.accountId))
}

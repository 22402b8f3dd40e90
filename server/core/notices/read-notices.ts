import type { CommandContext } from '#server/sync/context.ts'
import { and, eq, isNull, lte } from 'drizzle-orm'
import { notices } from './tables.ts'

/** Marks all notices up to an instant as read. `upTo` is a notice's own time, so by the server's clock. */
export async function readNotices(
  { upTo }: { upTo: number },
  { tx, actor, now, nudge }: CommandContext,
): Promise<void> {
  const read = await tx
    .update(notices)
    .set({ readAt: now })
    .where(and(eq(notices.accountId, actor.accountId), isNull(notices.readAt), lte(notices.at, upTo)))
    .returning({ id: notices.id })
  if (read.length > 0) nudge(actor.accountId, 'notices.mine')
}

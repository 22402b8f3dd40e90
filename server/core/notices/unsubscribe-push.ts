import type { CommandContext } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import { and, eq } from 'drizzle-orm'
import { pushSubscriptions } from './tables.ts'

/** Forgets a browser of one's own; one that isn't known is forgotten already. */
export async function unsubscribePush(
  { endpoint }: CommandInput<'notices.unsubscribe'>,
  { tx, actor }: CommandContext,
): Promise<void> {
  await tx
    .delete(pushSubscriptions)
    .where(and(eq(pushSubscriptions.endpoint, endpoint), eq(pushSubscriptions.accountId, actor.accountId)))
}

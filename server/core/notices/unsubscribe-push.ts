import type { CommandContext } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import { and, eq } from 'drizzle-orm'
import { pushSubscriptions } from './tables.ts'

/** Deletes one's own push subscription, if it exists. */
export async function unsubscribePush(
  { endpoint }: CommandInput<'notices.unsubscribe'>,
  { tx, actor }: CommandContext,
): Promise<void> {
  await tx
    .delete(pushSubscriptions)
    .where(and(eq(pushSubscriptions.endpoint, endpoint), eq(pushSubscriptions.accountId, actor.accountId)))
}

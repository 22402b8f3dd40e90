import type { CommandContext, QueryHandler } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import { Refused } from '#shared/refusal.ts'
import { and, desc, eq, inArray, isNull, notInArray, or } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { isPublicEndpoint } from './push-endpoint.ts'
import { pushSubscriptions } from './tables.ts'

const SUBSCRIPTIONS_MAX = 10

/**
 * Saves a browser's push subscription. It belongs to the last person who subscribed, so that nobody gets
 * another's notices.
 */
export async function subscribePush(
  { endpoint, keys }: CommandInput<'notices.subscribe'>,
  { tx, actor, now }: CommandContext,
): Promise<void> {
  if (!isPublicEndpoint(endpoint)) throw new Refused({ code: 'notices.endpointRefused' })
  const { accountId, session = null } = actor
  const browser = { accountId, ...keys, createdAt: now, session }
  await tx
    .insert(pushSubscriptions)
    .values({ id: uuidv7(), endpoint, ...browser })
    .onConflictDoUpdate({ target: pushSubscriptions.endpoint, set: browser })

  const older = await tx
    .select({ id: pushSubscriptions.id })
    .from(pushSubscriptions)
    .where(eq(pushSubscriptions.accountId, accountId))
    .orderBy(desc(pushSubscriptions.createdAt), desc(pushSubscriptions.id))
    .limit(1000)
    .offset(SUBSCRIPTIONS_MAX)
  if (older.length > 0) {
    await tx.delete(pushSubscriptions).where(
      inArray(
        pushSubscriptions.id,
        older.map(({ id }) => id),
      ),
    )
  }
}

/** Deletes one's own push subscription, if it exists. */
export async function unsubscribePush(
  { endpoint }: CommandInput<'notices.unsubscribe'>,
  { tx, actor }: CommandContext,
): Promise<void> {
  await tx
    .delete(pushSubscriptions)
    .where(and(eq(pushSubscriptions.endpoint, endpoint), eq(pushSubscriptions.accountId, actor.accountId)))
}

/**
 * Deletes the push subscriptions of devices that were signed out from elsewhere: those without a remaining
 * session. A subscription from an earlier release names no session and is deleted too; its phone subscribes
 * again.
 */
export async function signOutPushes(
  { tx, actor }: Pick<CommandContext, 'tx' | 'actor'>,
  remaining: readonly string[],
): Promise<void> {
  const { accountId, session } = pushSubscriptions
  await tx.delete(pushSubscriptions).where(and(
    eq(accountId, actor.accountId),
    or(isNull(session), notInArray(session, [...remaining])),
  ))
}

/** Answers `notices.pushKey`: the key a browser subscribes with, or null where the city has no push. */
export const pushKey: QueryHandler<'notices.pushKey'> = async (_input, { settings }) =>
  ({ vapidPublicKey: settings.push?.publicKey ?? null })

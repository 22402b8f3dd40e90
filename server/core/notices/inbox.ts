import type { Transaction } from '#server/database/database.ts'
import type { CommandContext, QueryContext } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import type { PageRange } from '#shared/kernel/fields.ts'
import type { NoticeKind } from '#shared/notices/schemas.ts'
import type { Answer } from '#shared/queries.ts'
import { pageOf } from '#server/database/pages.ts'
import { NOTICES_PAGE_MAX } from '#shared/notices/schemas.ts'
import { and, asc, desc, eq, inArray, isNull, lte } from 'drizzle-orm'
import { isForItsReader } from './posts.ts'
import { notices, pushSubscriptions } from './tables.ts'

/**
 * The condition for notices that somebody may read: those to their account, and those to posts that they
 * hold.
 */
const ofReader = (accountId: string, now: number) =>
  and(eq(notices.accountId, accountId), isForItsReader(now))

/** Answers `notices.mine`: a person's notices, newest first, and how many are unread. */
export async function myNotices(
  range: PageRange,
  { read, actor, now }: QueryContext,
): Promise<Answer<'notices.mine'>> {
  const own = ofReader(actor.accountId, now)
  const { rows, hasMore } = await pageOf({
    range,
    most: NOTICES_PAGE_MAX,
    rank: notices.at,
    read: async (within, limit) =>
      await read
        .select()
        .from(notices)
        .where(and(own, within))
        .orderBy(desc(notices.at), desc(notices.id))
        .limit(limit),
    rankOf: ({ at }) => at,
  })
  return {
    notices: rows.map(({ id, kind, ref, number, words, points, at, readAt }) => ({
      id,
      kind,
      ref,
      number,
      words,
      points,
      at,
      isRead: readAt !== null,
    })),
    unread: await read.$count(notices, and(own, isNull(notices.readAt))),
    hasMore,
  }
}

/**
 * Marks all notices up to an instant as read, or of these only those with `ids`. `upTo` is a notice's own
 * time, so by the server's clock.
 */
export async function readNotices(
  { upTo, ids }: CommandInput<'notices.read'>,
  { tx, actor, now, nudge }: CommandContext,
): Promise<void> {
  const read = await tx
    .update(notices)
    .set({ readAt: now })
    .where(and(
      ofReader(actor.accountId, now),
      isNull(notices.readAt),
      lte(notices.at, upTo),
      ids && inArray(notices.id, ids),
    ))
    .returning({ id: notices.id })
  if (read.length > 0) nudge(actor.accountId, 'notices.mine')
}

/**
 * All notices that somebody may read, for `identity.export`, and the hosts of their push services: the
 * endpoint itself would let others push to their phone.
 */
export async function exportNotices({ read, actor, now }: QueryContext): Promise<unknown> {
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
    .where(ofReader(actor.accountId, now))
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

/** Deletes all notices about these things, since they reveal who had to do with them. */
export async function forgetNotices(tx: Transaction, refs: readonly string[]): Promise<void> {
  await tx.delete(notices).where(inArray(notices.ref, [...refs]))
}

/** Deletes somebody's notices of one kind. */
export const forgetNoticesOf = async (tx: Transaction, accountId: string, kind: NoticeKind): Promise<void> =>
  void (await tx.delete(notices).where(and(eq(notices.accountId, accountId), eq(notices.kind, kind))))

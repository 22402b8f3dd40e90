import type { Reader } from '#server/database/database.ts'
import type { QueryHandler } from '#server/sync/context.ts'
import { accounts, phoneHint } from '#server/core/identity/index.ts'
import { heldPost, isOpen, posts, scopeName, scopesOf } from '#server/core/posts/index.ts'
import { and, asc, eq, inArray } from 'drizzle-orm'

/** The names of those who gave these posts. */
export async function namesOf(
  read: Reader,
  given: readonly { readonly givenBy: string | null }[],
): Promise<(accountId: string | null) => string | null> {
  const ids = [...new Set(given.flatMap(({ givenBy }) => givenBy ?? []))]
  const { id, name } = accounts
  const rows = ids.length === 0
    ? []
    : await read.select({ id, name }).from(accounts).where(inArray(id, ids))
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return accountId => names.get(accountId ?? '') ?? null
}

/** Answers `people.pending`: posts that wait for a second admin, for those who may confirm such. */
export const pendingPosts: QueryHandler<'people.pending'> = async (_input, { read, actor, now }) => {
  const isTheirs = inArray(posts.scope, scopesOf(actor, 'admin'))
  const rows = await read
    .select({ post: { ...heldPost, reason: posts.reason, givenBy: posts.givenBy }, account: accounts })
    .from(posts)
    .innerJoin(accounts, eq(accounts.id, posts.accountId))
    .where(and(eq(posts.awaitsConfirmation, true), isOpen(now), isTheirs))
    .orderBy(asc(posts.from), asc(posts.id))
  const nameOf = await namesOf(read, rows.map(({ post }) => post))
  return await Promise.all(rows.map(async ({ post: { givenBy, ...post }, account: { id, name, phone } }) => ({
    ...post,
    scopeName: await scopeName(read, post),
    accountId: id,
    name,
    phoneHint: phoneHint(phone),
    givenBy: nameOf(givenBy),
    mayConfirm: givenBy !== actor.accountId && id !== actor.accountId,
  })))
}

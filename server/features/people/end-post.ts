import type { CommandContext, Handler } from '#server/sync/context.ts'
import { accounts, endSessionsOf, findAccount } from '#server/core/identity/index.ts'
import { admins, posts, postsOf, scopesOf } from '#server/core/posts/index.ts'
import { forgetNumber } from '#server/core/stations/index.ts'
import { locked } from '#server/database/rows.ts'
import { isStanding } from '#shared/identity/posts.ts'
import { isDecider } from '#shared/identity/roles.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, isNull } from 'drizzle-orm'
import { areaOfScope, mayGive } from './may-give.ts'
import { notifyEnded, nudgeHolders } from './notices.ts'

type Post = typeof posts.$inferSelect

/** The post, if the actor may give one of this kind; refuses one that is over. */
export async function postToChange(
  { tx, actor, now }: CommandContext,
  postId: string,
): Promise<{ post: Post, areaId: string }> {
  const [post] = await tx.select().from(posts).where(eq(posts.id, postId))
  const areaId = post && await areaOfScope(tx, post)
  if (!post || areaId === undefined || !mayGive(actor, post, areaId))
    throw new Refused({ code: 'people.unknown' })
  if (post.accountId === actor.accountId) throw new Refused({ code: 'people.oneself' })
  if (post.endedAt !== null || (post.until !== null && post.until <= now))
    throw new Refused({ code: 'people.postOver' })
  return { post, areaId }
}

/** Decides `people.end`: from the next request on, the post permits nothing. */
export const endPost: Handler<'people.end'> = async ({ postId, reason }, context) => {
  const { tx, actor, now, nudge } = context
  const { post, areaId } = await postToChange(context, postId)
  const { accountId, kind } = post
  if (kind === 'admin' && !post.awaitsConfirmation) await requireAnotherAdmin(context, accountId)
  const ended = await tx
    .update(posts)
    .set({ endedAt: now, endedBy: actor.accountId })
    .where(and(eq(posts.id, postId), isNull(posts.endedAt)))
    .returning({ id: posts.id })
  if (ended.length === 0) throw new Refused({ code: 'people.postOver' })
  if (!isStanding(kind)) await endSessionsOf(tx, accountId)
  await leave(context, accountId)
  if (post.awaitsConfirmation) nudge('*', 'people.pending')
  else await notifyEnded(context, post, reason)
  nudgeHolders(context, kind)
  nudge(accountId, 'identity.me', 'notices.mine')
  context.about({ kind: 'account', ref: accountId, areaId })
}

/**
 * Undoes what came with the post: a keeper's own number at the station, and the registration of somebody
 * without an area.
 */
async function leave({ tx, now }: CommandContext, accountId: string) {
  const held = await postsOf(tx, accountId, now)
  await forgetNumber(tx, accountId, scopesOf({ posts: held }, 'keeper'))
  const account = await findAccount(tx, accountId)
  if (account?.areaId === null && !isDecider(held))
    await tx.update(accounts).set({ registeredAt: null }).where(eq(accounts.id, accountId))
}

/**
 * Refuses to remove the last admin. The admins' posts stay locked until the transaction ends, so that if two
 * admins end each other's post one stays.
 */
export async function requireAnotherAdmin({ tx, now }: CommandContext, accountId: string): Promise<void> {
  await locked(
    tx.select({ id: posts.id }).from(posts).where(and(eq(posts.kind, 'admin'), isNull(posts.endedAt))),
  )
  if (!(await admins(tx, now)).some(id => id !== accountId)) throw new Refused({ code: 'people.lastAdmin' })
}

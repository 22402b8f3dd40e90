import type { Handler } from '#server/sync/context.ts'
import { endSessionsOf } from '#server/core/identity/index.ts'
import { posts } from '#server/core/posts/index.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq } from 'drizzle-orm'
import { postToChange } from './end-post.ts'
import { notifyGiven, nudgeHolders } from './notices.ts'

/** Decides `people.confirm`: a second admin lets an admin's post begin. */
export const confirmPost: Handler<'people.confirm'> = async ({ postId }, context) => {
  const { tx, actor, now, nudge } = context
  const { post, areaId } = await postToChange(context, postId)
  const { accountId, givenBy } = post
  const from = Math.max(post.from, now)
  if (givenBy === actor.accountId) throw new Refused({ code: 'people.sameHands' })
  const confirmed = await tx
    .update(posts)
    .set({ awaitsConfirmation: false, from })
    .where(and(eq(posts.id, postId), eq(posts.awaitsConfirmation, true)))
    .returning({ id: posts.id })
  if (confirmed.length === 0) throw new Refused({ code: 'people.idTaken' })
  await endSessionsOf(tx, accountId)
  await notifyGiven(context, { ...post, from })
  nudge(accountId, 'identity.me', 'notices.mine')
  nudge('*', 'people.pending')
  nudgeHolders(context, post.kind)
  context.about({ kind: 'account', ref: accountId, areaId })
}

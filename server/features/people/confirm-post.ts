import type { Handler } from '#server/sync/context.ts'
import { endSessionsOf } from '#server/core/identity/index.ts'
import { posts } from '#server/core/posts/index.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq } from 'drizzle-orm'
import { postToChange } from './end-post.ts'

/** Decides `people.confirm`: a second admin lets an admin's post begin. */
export const confirmPost: Handler<'people.confirm'> = async ({ postId }, context) => {
  const { tx, actor, now, nudge } = context
  const { post: { accountId, givenBy, from }, areaId } = await postToChange(context, postId)
  if (givenBy === actor.accountId) throw new Refused({ code: 'people.sameHands' })
  const confirmed = await tx
    .update(posts)
    .set({ awaitsConfirmation: false, from: Math.max(from, now) })
    .where(and(eq(posts.id, postId), eq(posts.awaitsConfirmation, true)))
    .returning({ id: posts.id })
  if (confirmed.length === 0) throw new Refused({ code: 'people.idTaken' })
  await endSessionsOf(tx, accountId)
  nudge(accountId, 'identity.me', 'notices.mine')
  context.about({ kind: 'account', ref: accountId, areaId })
}

import type { CommandContext } from '#server/sync/context.ts'
import { admins, posts } from '#server/core/posts/index.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, isNull, sql } from 'drizzle-orm'

/**
 * Refuses to let the last admin go. The admins' posts stay locked until the transaction ends, so that of two
 * who end each other's one stays.
 */
export async function requireAnotherAdmin({ tx, now }: CommandContext, accountId: string): Promise<void> {
  await tx
    .update(posts)
    .set({ reason: sql`${posts.reason}` })
    .where(and(eq(posts.kind, 'admin'), isNull(posts.endedAt)))
  if (!(await admins(tx, now)).some(id => id !== accountId)) throw new Refused({ code: 'people.lastAdmin' })
}

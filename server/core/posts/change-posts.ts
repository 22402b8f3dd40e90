import type { Transaction } from '#server/database/database.ts'
import type { PostKind } from '#shared/identity/posts.ts'
import type { SQL } from 'drizzle-orm'
import { and, eq } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { isOpen } from './holders.ts'
import { posts } from './tables.ts'

export type NewPost = Omit<typeof posts.$inferInsert, 'endedAt' | 'endedBy' | 'id'> & { readonly id?: string }

/** Adds a post; the caller ends the person's sessions. Returns its id. */
export async function addPost(tx: Transaction, { id = uuidv7(), ...post }: NewPost): Promise<string> {
  await tx.insert(posts).values({ id, ...post })
  return id
}

/** Ends those of somebody's posts that are not over yet; the caller ends the person's sessions. */
export async function endPosts(
  tx: Transaction,
  accountId: string,
  { now, by, of }: { readonly now: number, readonly by: string | null, readonly of?: SQL | undefined },
): Promise<void> {
  await tx
    .update(posts)
    .set({ endedAt: now, endedBy: by })
    .where(and(eq(posts.accountId, accountId), isOpen(now), of))
}

/** The condition that a post is of this kind. */
export const ofKind = (kind: PostKind): SQL => eq(posts.kind, kind)

import type { Account } from '#server/core/identity/index.ts'
import type { Reader } from '#server/database/database.ts'
import { postsOf } from '#server/core/posts/index.ts'
import { groupsOf } from '#shared/doors/rules.ts'

/** The groups to which somebody belongs now, as bits; doors admit by them. */
export async function groupsNow(
  read: Reader,
  { id, role }: Pick<Account, 'id' | 'role'>,
  now: number,
): Promise<number> {
  const posts = await postsOf(read, id, now)
  return groupsOf([role, ...posts.map(({ kind }) => kind)])
}

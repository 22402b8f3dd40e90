import type { CommandContext, QueryContext } from '#server/sync/context.ts'
import type { Feature } from '#server/sync/feature.ts'
import { asc, eq } from 'drizzle-orm'
import { endPosts } from './change-posts.ts'
import { posts } from './tables.ts'

/** For `identity.export`: the posts that somebody holds or held, without the names of those who gave them. */
const exportPosts = async ({ read, actor }: QueryContext): Promise<unknown> =>
  await read
    .select({
      kind: posts.kind,
      scope: posts.scope,
      from: posts.from,
      until: posts.until,
      reason: posts.reason,
      endedAt: posts.endedAt,
    })
    .from(posts)
    .where(eq(posts.accountId, actor.accountId))
    .orderBy(asc(posts.from), asc(posts.id))

/** For `identity.deleteMe`: ends somebody's posts; the rows stay, without a name. */
const endOwnPosts = async ({ tx, actor: { accountId }, now }: CommandContext): Promise<void> =>
  await endPosts(tx, accountId, { now, by: accountId })

export const postsFeature = {
  commands: {},
  queries: {},
  tasks: {},
  photos: null,
  personal: { export: { posts: exportPosts }, erase: endOwnPosts },
} satisfies Feature

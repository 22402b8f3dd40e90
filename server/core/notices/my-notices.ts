import type { QueryContext } from '#server/sync/context.ts'
import type { Answer } from '#shared/queries.ts'
import { pageOf } from '#server/database/pages.ts'
import { NOTICES_PAGE_MAX } from '#shared/notices/schemas.ts'
import { and, desc, eq, isNull, lt } from 'drizzle-orm'
import { notices } from './tables.ts'

/** Answers `notices.mine`: a person's notices, newest first, and how many are unread. */
export async function myNotices(
  { before }: { before?: number | undefined },
  { read, actor }: QueryContext,
): Promise<Answer<'notices.mine'>> {
  const own = eq(notices.accountId, actor.accountId)
  const { rows, hasMore } = await pageOf(
    NOTICES_PAGE_MAX,
    async limit =>
      await read
        .select()
        .from(notices)
        .where(and(own, before === undefined ? undefined : lt(notices.at, before)))
        .orderBy(desc(notices.at), desc(notices.id))
        .limit(limit),
    async instant =>
      await read
        .select()
        .from(notices)
        .where(and(own, eq(notices.at, instant)))
        .orderBy(desc(notices.id)),
    ({ at }) => at,
  )
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

import type { QueryHandler } from '#server/sync/context.ts'
import { awardsFor } from '#server/core/points/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { publishedKinds } from '#shared/reports/published.ts'
import { REPORTS_PAGE_MAX } from '#shared/reports/schemas.ts'
import { and, desc, eq, inArray, or } from 'drizzle-orm'
import { awardFor } from './accept-report.ts'
import { briefsOf } from './briefs.ts'
import { rateUntil } from './report.ts'
import { reports, reportSupporters } from './tables.ts'
import { visibilityOf, withoutWords } from './visibility.ts'

/** What somebody filed and what they follow, newest first. */
export const myReports: QueryHandler<'reports.mine'> = async (range, context) => {
  const { read, actor } = context
  const followed = read
    .select({ reportId: reportSupporters.reportId })
    .from(reportSupporters)
    .where(eq(reportSupporters.accountId, actor.accountId))
  const mine = or(
    eq(reports.reporterId, actor.accountId),
    and(inArray(reports.id, followed), inArray(reports.kind, publishedKinds)),
  )
  const { rows, hasMore } = await pageOf({
    range,
    most: REPORTS_PAGE_MAX,
    rank: reports.filedAt,
    read: async (within, limit) =>
      await read
        .select()
        .from(reports)
        .where(and(mine, within))
        .orderBy(desc(reports.filedAt), desc(reports.number))
        .limit(limit),
    rankOf: ({ filedAt }) => filedAt,
  })
  const briefs = await briefsOf(read, rows)
  const points = await awardsFor(read, actor.accountId, 'reports.accepted', rows.map(({ id }) => id))
  return {
    hasMore,
    reports: rows.map((report, i) => {
      const { isMine, seesAll } = visibilityOf(actor, report, true) // Each of them is one's own or followed.
      return {
        ...seesAll ? briefs[i]! : withoutWords(briefs[i]!),
        asked: isMine && report.question !== null,
        mine: isMine,
        rateUntil: isMine ? rateUntil(report) : null,
        points: points.get(report.id),
        award: isMine && report.state === 'filed' ? awardFor(context, report) : undefined,
      }
    }),
  }
}

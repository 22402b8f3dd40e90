import type { QueryHandler } from '#server/sync/context.ts'
import { inAreas, scopesOf } from '#server/core/posts/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { openStates } from '#shared/reports/rules.ts'
import { REPORTS_PAGE_MAX } from '#shared/reports/schemas.ts'
import { and, desc, inArray, sql } from 'drizzle-orm'
import { deskRows } from '../desk-reports.ts'
import { reportReminders, reports } from '../tables.ts'

/** Answers `desk.raised` (督办): the open reports that were raised to the admins, latest first. */
export const raisedReports: QueryHandler<'desk.raised'> = async (range, context) => {
  const { read, actor } = context
  const rank = sql`(select max(${reportReminders.at}) from ${reportReminders}
    where ${reportReminders.reportId} = ${reports.id} and ${reportReminders.of} <> 'overdue')`.mapWith(Number)
  const meant = and(
    inArray(reports.state, [...openStates]),
    inAreas(reports.areaId, scopesOf(actor, 'admin')),
    sql`${rank} is not null`,
  )
  const { rows, hasMore } = await pageOf({
    range,
    most: REPORTS_PAGE_MAX,
    rank,
    read: async (within, limit) =>
      await read
        .select({ report: reports, rank })
        .from(reports)
        .where(and(meant, within))
        .orderBy(desc(rank), desc(reports.number))
        .limit(limit),
    rankOf: row => row.rank,
  })
  return { reports: await deskRows(context, rows), hasMore }
}

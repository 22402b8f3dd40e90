import type { QueryContext } from '#server/sync/context.ts'
import type { QueryInput } from '#shared/queries.ts'
import type { DeskReports } from '#shared/reports/schemas.ts'
import type { SQL } from 'drizzle-orm'
import type { Report } from './report.ts'
import { inArea } from '#server/core/areas/index.ts'
import { units } from '#server/core/identity/index.ts'
import { openStates } from '#shared/reports/rules.ts'
import { REPORTS_PAGE_MAX } from '#shared/reports/schemas.ts'
import { and, desc, eq, inArray, lt, not, sql } from 'drizzle-orm'
import { briefsOf } from './briefs.ts'
import { afterPhotoFaults } from './mark-after-photos.ts'
import { ownAmong } from './own.ts'
import { reports } from './tables.ts'

type View = QueryInput<'desk.reports'>['view']
const isOpen = inArray(reports.state, [...openStates])

/**
 * Answers `desk.reports`: staff see their own area tree, a unit what was sent to it; what is overdue first,
 * then the newest.
 */
export async function deskReports(
  { view, offset = 0 }: QueryInput<'desk.reports'>,
  context: QueryContext,
): Promise<DeskReports> {
  const { read, actor, now } = context
  const scope =
    actor.role === 'unit'
      ? eq(reports.unitId, actor.unitId ?? '')
      : inArea(reports.areaId, actor.areaId ?? 'none')
  const views = viewsOf(actor.role === 'unit')
  const isOverdue = and(isOpen, lt(reports.dueAt, now))!

  const rows = await read
    .select()
    .from(reports)
    .where(and(scope, views[view]))
    .orderBy(sql`case when ${isOverdue} then 0 else 1 end`, desc(reports.filedAt), desc(reports.number))
    .limit(REPORTS_PAGE_MAX + 1)
    .offset(offset)
  const page = rows.slice(0, REPORTS_PAGE_MAX)
  return {
    reports: await rowsOf(context, page),
    counts: await countsOf(context, scope, { ...views, overdue: isOverdue }),
    hasMore: rows.length > page.length,
  }
}

/** What is to be looked at, what is being done, what is over: each report is in one of the three. */
function viewsOf(isUnit: boolean): Record<View, SQL> {
  const todo = isUnit ? eq(reports.state, 'assigned') : eq(reports.awaitsStaff, true)
  return { todo, running: and(isOpen, not(todo))!, done: not(isOpen) }
}

async function rowsOf({ read, actor }: QueryContext, rows: Report[]): Promise<DeskReports['reports']> {
  const briefs = await briefsOf(read, rows)
  const unitIds = [...new Set(rows.map(({ unitId }) => unitId).filter(unitId => unitId !== null))]
  const named =
    unitIds.length === 0
      ? []
      : await read.select({ id: units.id, name: units.name }).from(units).where(inArray(units.id, unitIds))
  const names = new Map(named.map(({ id, name }) => [id, name]))
  const faults = await afterPhotoFaults(read, rows.map(({ id }) => id))
  const own = await ownAmong(read, actor.accountId, rows)
  return rows.map((report, i) => ({
    ...briefs[i]!,
    areaId: report.areaId,
    unitName: names.get(report.unitId ?? '') ?? null,
    reusedPhoto: report.reusedPhoto ?? false,
    afterPhotoFault: faults.get(report.id) ?? null,
    isOwn: own.has(report.id),
  }))
}

async function countsOf(
  { read }: QueryContext,
  scope: SQL,
  counted: Record<keyof DeskReports['counts'], SQL>,
): Promise<DeskReports['counts']> {
  const countOf = (condition: SQL) =>
    sql<number>`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`.mapWith(Number)
  const [counts] = await read
    .select({
      todo: countOf(counted.todo),
      running: countOf(counted.running),
      done: countOf(counted.done),
      overdue: countOf(counted.overdue),
    })
    .from(reports)
    .where(scope)
  return counts!
}

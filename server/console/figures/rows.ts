import type { QueryHandler } from '#server/sync/context.ts'
import type { SQL } from 'drizzle-orm'
import { inArea, nameOfArea } from '#server/core/areas/index.ts'
import { areasOf, isInside } from '#server/core/posts/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { reports } from '#server/features/reports/tables.ts'
import { Refused } from '#shared/refusal.ts'
import { and, desc, eq, gte, lt } from 'drizzle-orm'
import { beginOf, endOf } from './read-others.ts'
import { figureReports } from './tables.ts'

/**
 * Answers `figures.rows`: the reports that a figure of filed ones counts, the newest first, as they were
 * counted, and how many there are.
 */
export const figureRows: QueryHandler<'figures.rows'> = async (input, { read, actor }) => {
  const { areaId, from, to, kind, state, of, ...range } = input
  if (!isInside(areaId, areasOf(actor))) throw new Refused({ code: 'command.notYourArea' })
  const { filedAt } = figureReports
  const meant = and(
    gte(filedAt, beginOf({ from, to })),
    lt(filedAt, endOf({ from, to })),
    inArea(figureReports.areaId, areaId),
    kind && eq(figureReports.kind, kind),
    state && eq(figureReports.state, state),
    of && eq({ reopened: figureReports.wasReopened, cameBack: figureReports.cameBack }[of], true),
  )
  const rowsIn = async (within: SQL | undefined, limit: number) => await read
    .select({
      id: figureReports.reportId,
      number: reports.number,
      kind: figureReports.kind,
      state: figureReports.state,
      areaId: figureReports.areaId,
      filedAt,
      dueAt: figureReports.dueAt,
      settledAt: figureReports.settledAt,
    })
    .from(figureReports)
    .innerJoin(reports, eq(reports.id, figureReports.reportId))
    .where(and(meant, within))
    .orderBy(desc(filedAt))
    .limit(limit)
  const { rows, hasMore } = await pageOf({ range, rank: filedAt, read: rowsIn, rankOf: row => row.filedAt })
  const names = new Map<string, string>()
  for (const { areaId: id } of rows) names.set(id, names.get(id) ?? await nameOfArea(read, id))
  return {
    areaName: await nameOfArea(read, areaId),
    total: await read.$count(figureReports, meant),
    reports: rows.map(({ areaId: id, ...row }) => ({ ...row, areaName: names.get(id)! })),
    hasMore,
  }
}

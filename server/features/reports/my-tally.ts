import type { QueryHandler } from '#server/sync/context.ts'
import { mendedStates } from '#shared/reports/rules.ts'
import { and, count, eq, inArray, ne } from 'drizzle-orm'
import { reports } from './tables.ts'

/** Answers `reports.tally`. A withdrawn report counts as never filed. */
export const myTally: QueryHandler<'reports.tally'> = async (_input, { read, actor }) => {
  const countOf = async (...states: Parameters<typeof and>) => {
    const [row] = await read
      .select({ many: count() })
      .from(reports)
      .where(and(eq(reports.reporterId, actor.accountId), ...states))
    return Number(row?.many ?? 0)
  }
  return {
    filed: await countOf(ne(reports.state, 'withdrawn')),
    mended: await countOf(inArray(reports.state, [...mendedStates])),
  }
}

import type { QueryHandler } from '#server/sync/context.ts'
import type { SQL } from 'drizzle-orm'
import { accounts } from '#server/core/identity/index.ts'
import { areasOf, inAreas } from '#server/core/posts/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { hasWords } from '#server/database/words.ts'
import { REPORTS_PAGE_MAX } from '#shared/reports/schemas.ts'
import { and, desc, eq, like, or, sql } from 'drizzle-orm'
import { deskRows } from './desk-reports.ts'
import { reports } from './tables.ts'

/** Answers `desk.search`: the reports of staff's own areas that have every word, newest first. */
export const searchReports: QueryHandler<'desk.search'> = async ({ words, ...range }, context) => {
  const { read, actor } = context
  const meant = and(inAreas(reports.areaId, areasOf(actor)), hasTerms(words))
  const rank = reports.number
  const { rows, hasMore } = await pageOf({
    range,
    most: REPORTS_PAGE_MAX,
    rank,
    read: async (within, limit) =>
      await read
        .select({ report: reports, rank })
        .from(reports)
        .where(and(meant, within))
        .orderBy(desc(rank))
        .limit(limit),
    rankOf: row => row.rank,
  })
  return { reports: await deskRows(context, rows), hasMore }
}

/**
 * The condition that each word is in the description or the spot, or is the number or, for staff, names the
 * reporter.
 */
export const hasTerms = (words: string, knowsReporter = true): SQL | undefined =>
  and(...termsOf(words).map(term => hasTerm(term, knowsReporter)))

/** The words of a search; digits separated by spaces or dashes, as in a phone number, are one word. */
function termsOf(words: string): string[] {
  const joined = words.replaceAll(/[\s-]/g, '')
  return /^\d+$/.test(joined) ? [joined] : words.split(/\s+/).filter(term => term !== '')
}

function hasTerm(term: string, knowsReporter: boolean): SQL | undefined {
  return or(
    hasWords(reports.text, term),
    hasWords(reports.spot, term),
    /^#?[1-9]\d{0,8}$/.test(term) ? eq(reports.number, Number(term.replace('#', ''))) : undefined,
    knowsReporter ? isFrom(term, /^\d{4,11}$/.test(term) ? `%${term}` : undefined) : undefined,
  )
}

const isFrom = (name: string, phone: string | undefined): SQL =>
  sql`exists (select 1 from ${accounts} where ${accounts.id} = ${reports.reporterId} and ${
    or(hasWords(accounts.name, name), phone === undefined ? undefined : like(accounts.phone, phone))})`

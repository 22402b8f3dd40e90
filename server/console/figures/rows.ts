import type { Reader } from '#server/database/database.ts'
import type { QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { Counted, Row } from '#shared/figures/schemas.ts'
import type { SQL } from 'drizzle-orm'
import type { Asked, Found, Source } from './sources.ts'
import { inArea, nameOfArea } from '#server/core/areas/index.ts'
import { areasOf, isInside } from '#server/core/posts/index.ts'
import { promisesBehind } from '#server/core/promises/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { reports } from '#server/features/reports/tables.ts'
import { DAY_MS, startOfDay } from '#shared/kernel/day.ts'
import { Refused } from '#shared/refusal.ts'
import { and, desc, eq, gte, isNotNull, lt, lte, sql } from 'drizzle-orm'
import { cursorOf } from './cursors.ts'
import { number } from './facts.ts'
import { otherRows } from './other-rows.ts'
import { beginOf, endOf } from './read-others.ts'
import { isOpenNow } from './read-reports.ts'
import { figureReports } from './tables.ts'

/**
 * Answers `figures.rows`: the rows that a figure counts, as they were at the last count, latest first, with
 * their total.
 */
export const figureRows: QueryHandler<'figures.rows'> = async (input, context) => {
  const { read, actor } = context
  const asked = { ...input, of: input.of ?? 'filed' }
  if (!isInside(asked.areaId, areasOf(actor))) throw new Refused({ code: 'command.notYourArea' })
  const sources = await sourcesOf(asked, context)
  let total = 0
  const pages = []
  for (const source of sources) {
    total += await source.total()
    pages.push(await source.page(asked))
  }
  const { rows, hasMore } = inOne(pages)
  const named = rows.map(async ({ areaId, ...row }) =>
    ({ ...row, areaName: areaId === null ? null : await nameOfArea(read, areaId) }))
  return {
    areaName: await nameOfArea(read, asked.areaId),
    total,
    rows: await Promise.all(named) as Row[],
    hasMore,
  }
}

/**
 * Merges pages of several tables into one. It ends at the highest rank at which one of them has more rows.
 */
function inOne(pages: readonly { readonly rows: readonly Found[], readonly hasMore: boolean }[]) {
  const ends = pages.filter(({ hasMore }) => hasMore).map(({ rows }) => rows.at(-1)!.rank)
  const lowest = Math.max(...ends, 0)
  const rows = pages.flatMap(page => page.rows.filter(({ rank }) => rank >= lowest))
  return { rows: rows.sort((a, b) => b.rank - a.rank), hasMore: ends.length > 0 }
}

const isClock = (of: Counted): of is 'closed' | 'onTime' | 'overdue' =>
  of === 'closed' || of === 'onTime' || of === 'overdue'

async function sourcesOf(asked: Asked, context: QueryContext): Promise<readonly Source[]> {
  const { read, now } = context
  const { of, kind, areaId } = asked
  const others = otherRows(asked, context)
  if (others) return [others]
  const [from, end] = [beginOf(asked), endOf(asked)]
  const asOf = Number(await cursorOf(read, 'asOf') ?? 0)
  const ofReports = reportsBehind(asked, asOf).map(each => reportRows(read, asked, each))
  if (!isClock(of)) return ofReports
  const promised = promisesBehind(read, of, areaId, { from, until: Math.min(now, end) })
  const voices = promised.map(({ total, page }): Source => ({
    total,
    page: async (range) => {
      const { rows, hasMore } = await page(range)
      return { rows: rows.map(row => ({ what: 'voice', ...row })), hasMore }
    },
  }))
  return kind === 'voices' ? voices : kind ? ofReports : [...ofReports, ...voices]
}

const { filedAt, settledAt, dueAt, answeredAt, score, wasResolved, wasReopened, cameBack } = figureReports
type At = typeof filedAt | typeof settledAt | typeof dueAt
interface Behind { readonly at: At, readonly meant: SQL | undefined }

/** The conditions of figures that count filed reports. */
const ofFiled: Partial<Record<Counted, SQL>> = {
  answered: isNotNull(answeredAt),
  ended: isNotNull(settledAt),
  resolved: eq(wasResolved, true),
  reopened: eq(wasReopened, true),
  rated: isNotNull(score),
  cameBack: eq(cameBack, true),
}

/** Conditions on reports, each with the instant that its rows are ordered by; no report meets two of them. */
function reportsBehind(asked: Asked, asOf: number): Behind[] {
  const [from, end] = [beginOf(asked), endOf(asked)]
  const isLate = sql`${settledAt} > ${dueAt}`
  switch (asked.of) {
    case 'open': return [{ at: filedAt, meant: isOpenNow }]
    case 'settled':
    case 'closed':
    case 'onTime': {
      const isIn = and(gte(settledAt, from), lt(settledAt, end))
      return [{ at: settledAt, meant: and(isIn, asked.of === 'onTime' ? lte(settledAt, dueAt) : undefined) }]
    }
    case 'overdue': {
      if (end > asOf) return [{ at: dueAt, meant: and(isOpenNow, lt(dueAt, asOf)) }]
      const wasDue = lt(dueAt, end)
      return [
        { at: dueAt, meant: and(isOpenNow, wasDue) },
        { at: dueAt, meant: and(gte(settledAt, end), isLate, wasDue) },
      ]
    }
    default: return [{ at: filedAt, meant: and(gte(filedAt, from), lt(filedAt, end), ofFiled[asked.of]) }]
  }
}

const SHANGHAI_MS = 8 * 3_600_000
/** Shanghai's day of the week, 0 being Monday: the first day of 1970 was a Thursday. */
const weekdayOf = (at: At) =>
  sql`((${at} + ${number(SHANGHAI_MS)}) / ${number(DAY_MS)} + 3) % 7`

function reportRows(read: Reader, asked: Asked, { at, meant }: Behind): Source {
  const { areaId, kind, state, day, weekday } = asked
  const isMeant = and(
    meant,
    inArea(figureReports.areaId, areaId),
    kind && sql`${figureReports.kind} = ${kind}`,
    state && eq(figureReports.state, state),
    day === undefined ? undefined : and(gte(at, startOfDay(day)), lt(at, startOfDay(day) + DAY_MS)),
    weekday === undefined ? undefined : sql`${weekdayOf(at)} = ${number(weekday)}`,
  )
  const rowsIn = async (within: SQL | undefined, limit: number) => (await read
    .select({
      what: sql<'report'>`'report'`,
      id: figureReports.reportId,
      rank: sql`${at}`.mapWith(Number),
      areaId: figureReports.areaId,
      number: reports.number,
      kind: figureReports.kind,
      state: figureReports.state,
      filedAt,
      dueAt,
      answeredAt,
      settledAt,
      score,
    })
    .from(figureReports)
    .innerJoin(reports, eq(reports.id, figureReports.reportId))
    .where(and(isMeant, within))
    .orderBy(desc(at))
    .limit(limit))
  return {
    total: async () => await read.$count(figureReports, isMeant),
    page: async range => await pageOf({ range, rank: at, read: rowsIn, rankOf: ({ rank }) => rank }),
  }
}

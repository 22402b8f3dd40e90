import type { PageRange } from '#shared/kernel/fields.ts'
import type { SQL, SQLWrapper } from 'drizzle-orm'
import { SHOWN_ROWS_MAX } from '#shared/kernel/fields.ts'
import { and, eq, gte, lt } from 'drizzle-orm'

/** As many as a statement can be asked for. */
const ALL_ROWS = 2 ** 31 - 1

interface Paged<Row> {
  range: PageRange
  /** Rows of a page; of a range with an end it is `SHOWN_ROWS_MAX`. */
  most: number
  /** What the list is ordered by, downwards; `rankOf`: its value in a row. */
  rank: SQLWrapper
  /** Reads so many rows that meet a condition, in the list's order. */
  read: (within: SQL | undefined, limit: number) => Promise<Row[]>
  rankOf: (row: Row) => number
}

/**
 * A page of rows, the highest rank first, that never splits the rows of one rank, since the next page begins
 * below it.
 */
export async function pageOf<Row>(
  { range: { before, until }, most, rank, read, rankOf }: Paged<Row>,
): Promise<{ rows: Row[], hasMore: boolean }> {
  const max = until === undefined ? most : SHOWN_ROWS_MAX
  const within = and(
    before === undefined ? undefined : lt(rank, before),
    until === undefined ? undefined : gte(rank, until),
  )
  const rows = await read(within, max + 1)
  const [last, next] = [rows[max - 1], rows[max]]
  if (last === undefined || next === undefined) return { rows, hasMore: false }
  const lowest = rankOf(last)
  if (rankOf(next) < lowest) return { rows: rows.slice(0, max), hasMore: true }
  const higher = rows.filter(row => rankOf(row) > lowest)
  return { rows: [...higher, ...await read(eq(rank, lowest), ALL_ROWS)], hasMore: true }
}

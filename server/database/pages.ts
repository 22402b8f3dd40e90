import type { PageRange } from '#shared/kernel/fields.ts'
import type { SQL, SQLWrapper } from 'drizzle-orm'
import { SHOWN_ROWS_MAX } from '#shared/kernel/fields.ts'
import { and, eq, gte, lt, sql } from 'drizzle-orm'

/** The highest limit that a statement can have. */
const ALL_ROWS = 2 ** 31 - 1

/** Higher than every instant, however long ago something began to wait. */
const WAITING_RANK = 200_000_000_000_000
/** The rank of a list with what waits first, the longest waiting on top, and below it the latest done. */
export const waitingFirst = (since: SQLWrapper, doneAt: SQLWrapper): SQL<number> =>
  sql`case when ${doneAt} is null then cast(${WAITING_RANK} as bigint) - ${since} else ${doneAt} end`
    .mapWith(Number)

/** A range as the server's own readers ask for it: an export reads more rows at once than a phone may. */
export interface ReadRange extends PageRange { rows?: number }

interface Paged<Row> {
  range: ReadRange
  /** The number of rows of a page; by default, and for a range with an end, `SHOWN_ROWS_MAX`. */
  most?: number
  /** What the list is ordered by, downwards; `rankOf`: its value in a row. */
  rank: SQLWrapper
  /** Reads rows that meet a condition in the list's order, at most `limit`. */
  read: (within: SQL | undefined, limit: number) => Promise<Row[]>
  rankOf: (row: Row) => number
}

/** As bigint, since PostgreSQL fails on a number that exceeds a column's type. */
const wide = (rank: number): SQL => sql`cast(${rank} as bigint)`

/**
 * A page of rows, the highest rank first, that never splits the rows of one rank, since the next page begins
 * below it.
 */
export async function pageOf<Row>(
  { range: { before, until, rows: asked }, most = SHOWN_ROWS_MAX, rank, read, rankOf }: Paged<Row>,
): Promise<{ rows: Row[], hasMore: boolean }> {
  const max = asked ?? (until === undefined ? most : SHOWN_ROWS_MAX)
  const within = and(
    before === undefined ? undefined : lt(rank, wide(before)),
    until === undefined ? undefined : gte(rank, wide(until)),
  )
  const rows = await read(within, max + 1)
  const [last, next] = [rows[max - 1], rows[max]]
  if (last === undefined || next === undefined) return { rows, hasMore: false }
  const lowest = rankOf(last)
  if (rankOf(next) < lowest) return { rows: rows.slice(0, max), hasMore: true }
  const higher = rows.filter(row => rankOf(row) > lowest)
  return { rows: [...higher, ...await read(eq(rank, lowest), ALL_ROWS)], hasMore: true }
}

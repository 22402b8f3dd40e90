/**
 * A page of rows, newest first, that never splits the rows of one instant, since the next page begins before
 * it. `newest` reads so many rows, `allOf` every row of one instant.
 */
export async function pageOf<Row>(
  most: number,
  newest: (limit: number) => Promise<Row[]>,
  allOf: (instant: number) => Promise<Row[]>,
  instantOf: (row: Row) => number,
): Promise<{ rows: Row[], hasMore: boolean }> {
  const rows = await newest(most + 1)
  const [last, next] = [rows[most - 1], rows[most]]
  if (last === undefined || next === undefined) return { rows, hasMore: false }
  const instant = instantOf(last)
  if (instantOf(next) < instant) return { rows: rows.slice(0, most), hasMore: true }
  return { rows: [...rows.filter(row => instantOf(row) > instant), ...await allOf(instant)], hasMore: true }
}

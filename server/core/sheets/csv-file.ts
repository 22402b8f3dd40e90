import type { CsvCell } from '#shared/kernel/csv.ts'
import { BOM, csvOf } from '#shared/kernel/csv.ts'

/** A table before it is a file: its titles, and its cells page by page. */
export interface Table {
  /** The name of the sheet; not used in a CSV file. */
  readonly name: string
  readonly titles: readonly string[]
  /** Widths in characters; not used in a CSV file. */
  readonly widths: readonly number[]
  readonly pages: AsyncIterable<readonly (readonly CsvCell[])[]>
}

/** The table as CSV (RFC 4180) in UTF-8, with a byte order mark for Excel. */
export async function* csvFile({ titles, pages }: Table): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  yield encoder.encode(BOM + csvOf([titles]))
  for await (const rows of pages) yield encoder.encode(csvOf(rows))
}

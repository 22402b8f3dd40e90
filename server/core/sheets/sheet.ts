import type { CsvCell } from '#shared/kernel/csv.ts'
import { csvFile } from './csv-file.ts'
import { xlsxFile } from './xlsx-file.ts'

/** A column of a table as a file; its width in characters. */
export interface Column<Row> {
  readonly title: string
  readonly width: number
  readonly cell: (row: Row) => CsvCell
}
export type SheetFormat = 'csv' | 'xlsx'

/** What a file of this format is served as. */
export const sheetTypes: Record<SheetFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

const writers = { csv: csvFile, xlsx: xlsxFile }

/** A table as a file, in pieces as its pages come; `name` is the sheet's. No cell runs as a formula. */
export async function* fileOf<Row>(
  format: SheetFormat,
  name: string,
  columns: readonly Column<Row>[],
  pages: AsyncIterable<readonly Row[]>,
): AsyncGenerator<Uint8Array> {
  async function* cells() {
    for await (const rows of pages) yield rows.map(row => columns.map(({ cell }) => cell(row)))
  }
  yield* writers[format]({
    name,
    titles: columns.map(({ title }) => title),
    widths: columns.map(({ width }) => width),
    pages: cells(),
  })
}

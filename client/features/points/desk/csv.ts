export type CsvCell = string | number | null

/** Excel takes UTF-8 for the city's old code page unless the file begins with this. */
export const BOM = '\uFEFF'
/** A spreadsheet would run what begins so: words are words, whatever somebody wrote into them. */
const RUNS = /^[=+\-@\t\r]/
const NEEDS_QUOTES = /[",\r\n]/

function cellOf(cell: CsvCell): string {
  if (typeof cell === 'number') return String(cell)
  const words = cell === null ? '' : RUNS.test(cell) ? `'${cell}` : cell
  return NEEDS_QUOTES.test(words) || words !== (cell ?? '') ? `"${words.replaceAll('"', '""')}"` : words
}

/** Rows as lines of CSV (RFC 4180), each with its end. */
export const csvOf = (rows: readonly (readonly CsvCell[])[]): string =>
  rows.map(row => `${row.map(cellOf).join(',')}\r\n`).join('')

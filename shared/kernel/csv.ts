export type CsvCell = string | number | null

/** Excel reads UTF-8 as GBK unless the file begins with this mark. */
export const BOM = '\uFEFF'
/**
 * The beginnings with which a spreadsheet runs text as a formula. Some programs read full-width signs as
 * plain ones, or ignore invisible characters before them.
 */
const RUNS = /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])/u
const NEEDS_QUOTES = /[",\r\n]/

/** Text that a spreadsheet shows and does not run as a formula, in CSV and in a workbook alike. */
export const safeWords = (text: string): string => RUNS.test(text) ? `'${text}` : text

/** Undoes `safeWords`, so that a file of ours can be read again. */
export const writtenWords = (cell: string): string =>
  cell.startsWith('\'') && RUNS.test(cell.slice(1)) ? cell.slice(1) : cell

function cellOf(cell: CsvCell): string {
  if (typeof cell === 'number') return String(cell)
  const words = cell === null ? '' : safeWords(cell)
  return NEEDS_QUOTES.test(words) || words !== (cell ?? '') ? `"${words.replaceAll('"', '""')}"` : words
}

/** Rows as lines of CSV (RFC 4180), each with its end. */
export const csvOf = (rows: readonly (readonly CsvCell[])[]): string =>
  rows.map(row => `${row.map(cellOf).join(',')}\r\n`).join('')

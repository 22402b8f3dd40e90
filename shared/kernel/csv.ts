export type CsvCell = string | number | null

/** Excel reads UTF-8 as GBK unless the file begins with this mark. */
export const BOM = '\uFEFF'
/**
 * Spreadsheets run text that begins so as a formula; some read full-width signs as the plain ones, or leave
 * out what nobody sees before them.
 */
const RUNS = /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])/u
const NEEDS_QUOTES = /[",\r\n]/

/** Text as a spreadsheet shows it and does not run it, in CSV and in a workbook alike. */
export const safeWords = (text: string): string => RUNS.test(text) ? `'${text}` : text

/** What was written before `safeWords` kept it from running: a file of ours can be read again. */
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

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

function cellOf(cell: CsvCell): string {
  if (typeof cell === 'number') return String(cell)
  const words = cell === null ? '' : safeWords(cell)
  return NEEDS_QUOTES.test(words) || words !== (cell ?? '') ? `"${words.replaceAll('"', '""')}"` : words
}

/** Rows as lines of CSV (RFC 4180), each with its end. */
export const csvOf = (rows: readonly (readonly CsvCell[])[]): string =>
  rows.map(row => `${row.map(cellOf).join(',')}\r\n`).join('')

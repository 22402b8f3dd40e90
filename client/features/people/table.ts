import { shownText, startOf } from '#shared/kernel/text.ts'

/** A line of a pasted table, with its number there, from 1. */
export interface TableRow {
  readonly line: number
  readonly phone: string
  readonly name: string
  readonly kind: string
  readonly scope: string
}
type Column = Exclude<keyof TableRow, 'line'>

/** What the columns are called in tables; without a heading they stand in this order. */
const headings: Record<Column, RegExp> = {
  phone: /手机|电话|号码/,
  name: /姓名|名字/,
  kind: /岗位|职务|身份/,
  scope: /区域|片区|社区|单位|驿站|地方|范围/,
}
const columns = Object.keys(headings) as Column[]
/** The longest cells that the command takes; what is longer is wrong anyway. */
const most: Record<Column, number> = { phone: 40, name: 40, kind: 40, scope: 64 }

/** The rows of a table copied from a spreadsheet or saved as CSV, without its heading and empty lines. */
export function rowsIn(text: string): TableRow[] {
  const records = recordsIn(text)
  const heading = records[0]?.cells ?? []
  const hasHeading = isHeading(heading)
  const placeOf = (column: Column, at: number) =>
    hasHeading ? heading.findIndex(cell => headings[column].test(cell)) : at
  const places = columns.map((column, at) => [column, placeOf(column, at)] as const)
  return (hasHeading ? records.slice(1) : records).map(({ line, cells }) => {
    const fields = places.map(([column, place]) =>
      [column, startOf(shownText(cells[place] ?? ''), most[column])] as const)
    return { line, ...Object.fromEntries(fields) as Record<Column, string> }
  })
}

const isHeading = (cells: readonly string[]) => !cells.some(cell => /\d{5}/.test(cell))
  && columns.filter(column => cells.some(cell => headings[column].test(cell))).length > 1

/** Its cells, and the lines it stands on, from 1: what is quoted may hold lines of its own. */
interface TableRecord { readonly line: number, readonly last: number, readonly cells: string[] }

/** Tabs divide what was copied from a spreadsheet, commas a CSV file; what is quoted may hold both. */
function recordsIn(written: string, mayQuote = true): TableRecord[] {
  const text = written.replace(/^\uFEFF/, '')
  const divider = text.includes('\t') ? '\t' : /[,，]/
  const records: TableRecord[] = []
  let [line, began, cell, isQuoted] = [1, 1, '', false]
  let cells: string[] = []
  const endCell = () => {
    cells.push(cell.trim())
    cell = ''
  }
  const endRecord = () => {
    endCell()
    if (cells.some(each => each !== '')) records.push({ line: began, last: line, cells })
    cells = []
  }
  const isDivider = (sign: string) => typeof divider === 'string' ? sign === divider : divider.test(sign)
  const signs = [...text.replace(/\r\n?/g, '\n')]
  for (let at = 0; at < signs.length; at++) {
    const sign = signs[at]!
    if (sign === '"' && isQuoted && signs[at + 1] === '"') cell += signs[at++]
    else if (sign === '"' && mayQuote && (isQuoted || cell.trim() === '')) isQuoted = !isQuoted
    else if (!isQuoted && isDivider(sign)) endCell()
    else if (sign === '\n' && !isQuoted) endRecord()
    else cell += sign
    if (sign === '\n') line++
    if (sign === '\n' && !isQuoted) began = line
  }
  // A quote that nothing closes is none: it would take all that follows along.
  if (isQuoted) return recordsIn(text, false)
  endRecord()
  return records
}

/** The rows of a table that begin on these lines, as they were written, under its heading. */
export function linesOf(text: string, numbers: readonly number[]): string {
  if (numbers.length === 0) return ''
  const lines = text.split(/\r\n?|\n/)
  return recordsIn(text)
    .filter(({ line, cells }, at) => numbers.includes(line) || (at === 0 && isHeading(cells)))
    .map(({ line, last }) => lines.slice(line - 1, last).join('\n'))
    .join('\n')
}

/** The text of a file: UTF-8, or GBK or UTF-16 as Excel saves it; undefined for a workbook. */
export async function textOfFile(file: Blob): Promise<string | undefined> {
  const bytes = await file.arrayBuffer()
  const [first, second] = new Uint8Array(bytes)
  if (first === 0x50 && second === 0x4B) return undefined // “PK”: an .xlsx is a zip.
  if (first === 0xFF && second === 0xFE) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  }
  catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/** A table to fill in, as Excel opens it. */
export const templateCsv = (): Blob => new Blob(
  ['\uFEFF手机号,姓名,岗位,片区、单位或驿站编号\r\n13800000001,张三,小巷顾问,花楼社区\r\n'],
  { type: 'text/csv' },
)

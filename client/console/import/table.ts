import { BOM, csvOf, writtenWords } from '#shared/kernel/csv.ts'
import { shownText, startOf } from '#shared/kernel/text.ts'

/** A column of a table: what it is called there, and the longest cell that the command takes. */
interface TableColumn { readonly heading: RegExp, readonly most: number }
/** The columns in the order in which they stand without a heading. */
export type TableColumns<Name extends string> = Readonly<Record<Name, TableColumn>>
/** A line with its number in the table, from 1; columns that the table lacks are absent. */
export type TableRow<Name extends string> = Partial<Record<Name, string>> & { readonly line: number }

/** The rows of a table copied from a spreadsheet or saved as CSV, without its heading and empty lines. */
export function rowsIn<Name extends string>(text: string, columns: TableColumns<Name>): TableRow<Name>[] {
  const records = recordsIn(text)
  const heading = records[0]?.cells ?? []
  const hasHeading = isHeading(heading, columns)
  const names = Object.keys(columns) as Name[]
  const places = names.map((name, at) =>
    [name, hasHeading ? heading.findIndex(cell => columns[name].heading.test(cell)) : at] as const)
  return (hasHeading ? records.slice(1) : records).map(({ line, cells }) => ({
    line,
    ...Object.fromEntries(places.flatMap(([name, place]) => {
      const cell = cells[place]
      return cell === undefined ? [] : [[name, startOf(shownText(writtenWords(cell)), columns[name].most)]]
    })) as Partial<Record<Name, string>>,
  }))
}

const isHeading = (cells: readonly string[], columns: TableColumns<string>) =>
  !cells.some(cell => /\d{5}/.test(cell))
  && Object.values(columns).filter(({ heading }) => cells.some(cell => heading.test(cell))).length > 1

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
export function linesOf(
  text: string,
  numbers: readonly number[],
  columns: TableColumns<string>,
): string {
  if (numbers.length === 0) return ''
  const lines = text.split(/\r\n?|\n/)
  return recordsIn(text)
    .filter(({ line, cells }, at) => numbers.includes(line) || (at === 0 && isHeading(cells, columns)))
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
export const templateOf = (rows: readonly (readonly string[])[]): Blob =>
  new Blob([BOM, csvOf(rows)], { type: 'text/csv' })

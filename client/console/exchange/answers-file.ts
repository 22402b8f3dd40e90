import type { CommandInput } from '#shared/commands.ts'
import type { ExchangeColumn } from '#shared/reports/exchange-schemas.ts'
import type * as fflate from 'fflate'
import { shownText, startOf } from '#shared/kernel/text.ts'
import { answerFields, ANSWERS_MAX, exchangeTitles } from '#shared/reports/exchange-schemas.ts'

export const FILE_BYTES_MAX = 2_000_000
/** The most bytes of an unpacked file: a small zip may unpack to more than the computer's memory. */
const UNPACKED_BYTES_MAX = 20_000_000
/** The most cells of a sheet's rectangle: one cell far away makes the reader fill all cells in between. */
const CELLS_MAX = 2_000_000
/** Rows of a sheet, as far as spreadsheets go. */
const ROWS_MAX = 1_048_576
type Row = CommandInput<'exchange.answer'>['rows'][number]
/** A row with its line in the file, from 1. */
export interface FileRow extends Row { readonly line: number }
/** The longest cells that the command takes; what is longer is wrong anyway. */
const most: Readonly<Record<keyof Row, number>> = { number: 20, answer: 20, words: 600, date: 20 }

/** The rows of a workbook's first sheet, or why it can't be read. Formulas are not evaluated. */
export async function answersIn(
  file: Blob,
  layout: readonly ExchangeColumn[],
): Promise<{ rows: FileRow[] } | { trouble: string }> {
  if (file.size > FILE_BYTES_MAX) return { trouble: '文件超过 2 MB，请只留要导入的那张表。' }
  const bytes = await file.arrayBuffer()
  const unpacked = unpackedSize(bytes)
  if (unpacked === undefined) return { trouble: '这不是 Excel 表格（.xlsx）。请在 Excel 里另存为 .xlsx 再选。' }
  if (unpacked > UNPACKED_BYTES_MAX) return { trouble: '表格展开后太大，请删掉图片和多余的表再选。' }
  const { readSheet } = await import('read-excel-file/universal')
  const { unzipSync, zipSync } = await import('fflate')
  const parts = partsOf(bytes, unzipSync)
  const cells = largestSheet(parts)
  if (cells > CELLS_MAX) return { trouble: '表格里离得很远的地方还有内容，请只留要导入的行和列再选。' }
  // Packs the checked parts anew, so that the reader can't get anything that was not checked.
  const sound = Number.isNaN(cells) ? undefined : zipSync(parts, { level: 0 })
  const sheet = sound && await readSheet(sound.buffer as ArrayBuffer).catch(() => undefined)
  if (!sheet) return { trouble: '表格打不开，可能损坏了或有密码。' }
  return rowsIn(sheet, layout)
}

function rowsIn(sheet: readonly (readonly unknown[])[], layout: readonly ExchangeColumn[]) {
  const titles = (sheet[0] ?? []).map(cell => textOf(cell))
  const places = answerFields.map((field) => {
    const title = layout.find(column => column.field === field)?.title ?? exchangeTitles[field]
    return [field, titles.findIndex(each => each === title || each === exchangeTitles[field]), title] as const
  })
  const missing = places
    .filter(([field, at]) => at < 0 && field !== 'date')
    .map(([, , title]) => `“${title}”`)
  if (missing.length > 0) return { trouble: `第一行里没有${missing.join('、')}这几列的标题。` }
  const rows = sheet.slice(1).map((cells, at): FileRow => {
    const fields = places.map(([field, place]) =>
      [field, startOf(textOf(cells[place]), most[field])] as const)
    return { line: at + 2, ...Object.fromEntries(fields) as unknown as Row }
  }).filter(({ answer, words }) => answer !== '' || words !== '') // What was exported and has no answer yet.
  if (rows.length === 0) return { trouble: '没有一行填了办理结果。' }
  if (rows.length > ANSWERS_MAX)
    return { trouble: `有 ${rows.length} 行，一次最多 ${ANSWERS_MAX} 行，请分成几个文件。` }
  return { rows }
}

const textOf = (cell: unknown): string => {
  if (cell === null || cell === undefined) return ''
  // A phone number in a column of days is no day.
  const isDay = cell instanceof Date && !Number.isNaN(cell.getTime())
  return isDay ? cell.toISOString().slice(0, 10) : shownText(String(cell))
}

const START_TAG = /<(?:[^\s<>/]+:)?(row|c)(?=[\s/>])([^>]*)>/g
const PLAIN_ATTRIBUTES = /^(?:\s+[\w:]+="[^"<&]*")*\s*\/?$/
const ADDRESS = /\sr="([A-Z]*)(\d*)"/
const columnOf = (letters: string) =>
  [...letters].reduce((at, letter) => at * 26 + letter.charCodeAt(0) - 64, 0)

/** The workbook's parts as text, no longer than its directory says; none of what is damaged. */
function partsOf(buffer: ArrayBuffer, unzip: typeof fflate.unzipSync): Record<string, Uint8Array> {
  try {
    return unzip(new Uint8Array(buffer), { filter: ({ name }) => /\.xml(?:\.rels)?$/.test(name) })
  }
  catch {
    return {} // The reader says that it can't be read.
  }
}

/**
 * The cells of the largest rectangle that a part spans from its first row and column; NaN where one isn't
 * written as spreadsheets write it. Rows and cells that have nothing don't count.
 */
function largestSheet(parts: Record<string, Uint8Array>): number {
  let largest = 0
  for (const part of Object.values(parts)) {
    let [rows, columns] = [0, 0]
    for (const [, tag, attributes = ''] of new TextDecoder().decode(part).matchAll(START_TAG)) {
      if (!PLAIN_ATTRIBUTES.test(attributes)) return Number.NaN
      const [, letters = '', row = ''] = ADDRESS.exec(attributes) ?? []
      if (Number(row) > ROWS_MAX) return Infinity
      if (attributes.endsWith('/')) continue
      if (tag === 'c') [rows, columns] = [Math.max(rows, Number(row)), Math.max(columns, columnOf(letters))]
    }
    largest = Math.max(largest, rows * columns)
  }
  return largest
}

const END_BYTES = 22
const ENTRY_BYTES = 46
const COMMENT_MAX = 65_535
/** The bytes that a zip says it unpacks to, by its directory; undefined for another file. */
export function unpackedSize(buffer: ArrayBuffer): number | undefined {
  const view = new DataView(buffer)
  let end = view.byteLength - END_BYTES
  const first = Math.max(0, end - COMMENT_MAX)
  while (end >= first && view.getUint32(end, true) !== 0x06054B50) end--
  if (end < first || end < 0) return undefined
  let [at, size] = [view.getUint32(end + 16, true), 0]
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + ENTRY_BYTES > view.byteLength || view.getUint32(at, true) !== 0x02014B50) return undefined
    size += view.getUint32(at + 24, true)
    at += ENTRY_BYTES + view.getUint16(at + 28, true) + view.getUint16(at + 30, true)
      + view.getUint16(at + 32, true)
  }
  return size
}

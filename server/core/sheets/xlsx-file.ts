import type { CsvCell } from '#shared/kernel/csv.ts'
import type { Table } from './csv-file.ts'
import { safeWords } from '#shared/kernel/csv.ts'
import { Zip, ZipDeflate } from 'fflate'

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
/** Longer text does not fit a cell, and Excel then calls the whole file damaged. */
const CELL_CHARS_MAX = 32_767
const SHEET_NAME_MAX = 31
/** Excel calls a file damaged whose sheet has more rows. */
export const SHEET_ROWS_MAX = 1_048_576
/** Characters that XML 1.0 can't hold, even escaped. */
// eslint-disable-next-line no-control-regex -- These are the characters that are meant.
const NOT_XML = /[\0-\x08\v\f\x0E-\x1F\uFFFE\uFFFF\uD800-\uDFFF]/gu
const MARKED = /[&<>"\r]/g
/** Excel reads `_x003D_` as a character's code, unless the `_` is written as one too. */
const CODED = /_(?=x[\da-f]{4}_)/gi
const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
}
const escaped = (text: string) => text.replace(MARKED, sign => escapes[sign]!)
const writable = (text: string) => text.replace(NOT_XML, '')
/**
 * A cell's text. Forbidden characters are removed before the check for formulas, since one in front of `=`
 * would hide it, and again after it.
 */
const shownIn = (cell: string) => writable(safeWords(writable(cell)).slice(0, CELL_CHARS_MAX))

/** The letters of a column, from 0: A, B … Z, AA. */
const lettersOf = (at: number): string =>
  (at >= 26 ? lettersOf(Math.floor(at / 26) - 1) : '') + String.fromCharCode(65 + at % 26)

function cellOf(cell: CsvCell, place: string, style: string): string {
  if (cell === null || cell === '') return ''
  if (typeof cell === 'number') return `<c r="${place}"${style}><v>${cell}</v></c>`
  const text = escaped(shownIn(cell).replace(CODED, '_x005F_'))
  return `<c r="${place}"${style} t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`
}
/** `number`: the row's number, from 1. */
const rowOf = (cells: readonly CsvCell[], letters: readonly string[], number: number, style = '') => {
  const written = cells.map((cell, at) => cellOf(cell, `${letters[at]}${number}`, style))
  return `<row r="${number}">${written.join('')}</row>`
}

/** The parts that come before the sheets, and are the same for any number of them. */
const headParts: Record<string, string> = {
  '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types">`
    + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + `<Default Extension="xml" ContentType="${TYPE}.worksheet+xml"/>`
    + `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>`
    + `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships">`
    + `<Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/></font>`
    + '<font><b/><sz val="11"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    + '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    + '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/>'
    + '<xf fontId="1" applyFont="1"/></cellXfs></styleSheet>',
}

/** The parts that name so many sheets. */
function tailParts(name: string, sheets: number): Record<string, string> {
  const numbers = Array.from({ length: sheets }, (_, at) => at + 1)
  return {
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships">${numbers.map(each =>
      `<Relationship Id="rId${each}" Type="${OFFICE}/worksheet" Target="${sheetPath(each)}"/>`).join('')}`
      + `<Relationship Id="styles" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${numbers.map(each =>
      `<sheet name="${sheetName(name, each)}" sheetId="${each}" r:id="rId${each}"/>`).join('')}`
      + '</sheets></workbook>',
  }
}
const sheetPath = (number: number) => `worksheets/sheet${number}.xml`
/** 操作记录, and from the second sheet on 操作记录 2. */
function sheetName(name: string, number: number): string {
  const end = number === 1 ? '' : ` ${number}`
  return escaped(writable(name).replace(/[:\\/?*[\]]/g, ' ').slice(0, SHEET_NAME_MAX - end.length) + end)
}

/** The sheet up to its first row; the titles stay in sight. */
const sheetHead = (widths: readonly number[]) => `<worksheet xmlns="${MAIN}"><sheetViews>`
  + '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
  + `</sheetView></sheetViews><cols>${widths.map((width, at) =>
    `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`).join('')}</cols><sheetData>`

/**
 * The table as a workbook (Office Open XML, ECMA-376), written page by page so that neither rows nor file are
 * ever in memory as a whole. What no longer fits one sheet goes on in the next, under the same titles.
 */
export async function* xlsxFile(
  { name, titles, widths, pages }: Table,
  rowsMax = SHEET_ROWS_MAX,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  const pieces: Uint8Array[] = []
  const zip = new Zip((error, piece) => {
    if (error) throw error
    pieces.push(piece)
  })
  const part = (path: string) => {
    const file = new ZipDeflate(path, { level: 1 })
    zip.add(file)
    return (text: string, isLast: boolean) => file.push(encoder.encode(text), isLast)
  }
  const write = (parts: Record<string, string>) =>
    Object.entries(parts).forEach(([path, xml]) => part(path)(HEAD + xml, true))
  const letters = titles.map((_, at) => lettersOf(at))
  let [sheets, number] = [0, 0]
  function openSheet() {
    const sheet = part(`xl/${sheetPath(++sheets)}`)
    number = 1
    sheet(HEAD + sheetHead(widths) + rowOf(titles, letters, number, ' s="1"'), false)
    return sheet
  }
  write(headParts)
  let sheet = openSheet()
  for await (const rows of pages) {
    for (let at = 0; at < rows.length;) {
      if (number === rowsMax) {
        sheet(SHEET_END, true)
        sheet = openSheet()
      }
      const fitting = rows.slice(at, at + rowsMax - number)
      sheet(fitting.map(row => rowOf(row, letters, ++number)).join(''), false)
      at += fitting.length
    }
    yield* pieces.splice(0)
  }
  sheet(SHEET_END, true)
  write(tailParts(name, sheets))
  zip.end()
  yield* pieces.splice(0)
}
const SHEET_END = '</sheetData></worksheet>'

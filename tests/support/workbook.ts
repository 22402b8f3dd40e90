import { zipSync } from 'fflate'

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const text = (words: string) => new TextEncoder().encode(words)

/** The part of a workbook that has these rows, as XML. */
export const sheetOf = (rows: string): Uint8Array =>
  text(`<worksheet ${MAIN}><sheetData>${rows}</sheetData></worksheet>`)

/** A workbook of these rows; a cell that begins with `=` is a formula, with `saved` as its saved result. */
export function workbookOf(
  rows: readonly (readonly string[])[],
  more: Record<string, Uint8Array> = {},
): Uint8Array<ArrayBuffer> {
  const cell = (words: string, at: string) => words.startsWith('=')
    ? `<c r="${at}" t="str"><f>${words.slice(1)}</f><v>saved</v></c>`
    : `<c r="${at}" t="inlineStr"><is><t>${words}</t></is></c>`
  const lines = rows.map((cells, y) =>
    `<row r="${y + 1}">${cells.map((words, x) => cell(words, `${'ABCDEF'[x]}${y + 1}`)).join('')}</row>`)
  return new Uint8Array(zipSync({
    '[Content_Types].xml': text(`<Types xmlns="${PACKAGE}/content-types"/>`),
    'xl/workbook.xml': text(`<workbook ${MAIN} xmlns:r="${REL}"><sheets>`
      + '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': text(`<Relationships xmlns="${PACKAGE}/relationships">`
      + `<Relationship Id="r1" Type="${REL}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`),
    'xl/worksheets/sheet1.xml': sheetOf(lines.join('')),
    ...more,
  }))
}

import { inflateRawSync } from 'node:zlib'

const CENTRAL_ENTRY = 0x02014B50

/** One file out of a zip, as text, found by the list at the zip's end. */
function fileIn(zip: Buffer, name: string): string {
  for (let at = zip.indexOf(name); at !== -1; at = zip.indexOf(name, at + 1)) {
    const entry = at - 46
    if (entry < 0 || zip.readUInt32LE(entry) !== CENTRAL_ENTRY) continue
    const [method, size, local] = [
      zip.readUInt16LE(entry + 10),
      zip.readUInt32LE(entry + 20),
      zip.readUInt32LE(entry + 42),
    ]
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const bytes = zip.subarray(start, start + size)
    return (method === 0 ? bytes : inflateRawSync(bytes)).toString('utf8')
  }
  throw new Error(`the zip has no ${name}`)
}

const plain = (xml: string) =>
  xml
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#13;', '\r')
    .replaceAll('&amp;', '&')

/** The cells of a workbook's first sheet, as a spreadsheet shows them; those that are empty are not there. */
export function cellsOf(workbook: Buffer): string[][] {
  const rows = fileIn(workbook, 'xl/worksheets/sheet1.xml').match(/<row .*?<\/row>/gs) ?? []
  return rows.map(row => [...row.matchAll(/<c [^>]*>(.*?)<\/c>/gs)].map(([, value]) => plain(value!)))
}

/** The cells of a CSV file (RFC 4180), its byte order mark taken off. */
export function cellsOfCsv(csv: string): string[][] {
  const cells = [...csv.replace(/^\uFEFF/, '').matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/g)]
  const rows: string[][] = [[]]
  for (const [, cell, end] of cells) {
    rows.at(-1)!.push(cell!.startsWith('"') ? cell!.slice(1, -1).replaceAll('""', '"') : cell!)
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}

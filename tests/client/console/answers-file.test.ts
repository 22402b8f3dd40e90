import type { ExchangeColumn } from '#shared/reports/exchange-schemas.ts'
import { answersIn, FILE_BYTES_MAX, unpackedSize } from '#client/console/exchange/answers-file.ts'
import { builtIn } from '#shared/rulings/rules.ts'
import { expect, it } from 'vitest'
import { sheetOf, workbookOf } from '../../support/workbook.ts'

const layout = builtIn.exchange as ExchangeColumn[]
const workbook = (...parts: Parameters<typeof workbookOf>) => new Blob([workbookOf(...parts)])
const heading = ['编号', '内容', '办理结果', '答复内容', '答复日期']

it('reads the columns by their titles, with each row\'s line, and skips what has no answer', async () => {
  const file = workbook([heading, ['61', '井盖', '办结', '换了', '2026-11-20'], ['62', '路灯', '', '', '']])
  expect(await answersIn(file, layout))
    .toEqual({ rows: [{ line: 2, number: '61', answer: '办结', words: '换了', date: '2026-11-20' }] })
  const other = [{ field: 'number', title: '工单号' }, { field: 'answer', title: '结果' }] as ExchangeColumn[]
  expect(await answersIn(workbook([['工单号', '结果', '答复内容'], ['7', '退回', '不归我们']]), other))
    .toEqual({ rows: [{ line: 2, number: '7', answer: '退回', words: '不归我们', date: '' }] })
})

it('evaluates no formula: what was saved beside it counts', async () => {
  const read = await answersIn(workbook([heading, ['61', '', '办结', '=HYPERLINK(1)', '']]), layout)
  expect(read).toMatchObject({ rows: [{ words: 'saved' }] })
})

it('says what is wrong with a file that it does not take', async () => {
  const troubleOf = async (file: Blob) => (await answersIn(file, layout) as { trouble: string }).trouble
  expect(await troubleOf(new Blob(['编号,结果']))).toContain('不是 Excel')
  expect(await troubleOf(new Blob([new Uint8Array(FILE_BYTES_MAX + 1)]))).toContain('2 MB')
  expect(await troubleOf(workbook([['编号', '内容']]))).toContain('“办理结果”、“答复内容”')
  expect(await troubleOf(workbook([heading, ['61', '', '', '', '']]))).toContain('没有一行')
  const many = Array.from({ length: 501 }, (_, at) => [String(at + 1), '', '办结', '好', ''])
  expect(await troubleOf(workbook([heading, ...many]))).toContain('501')
})

it('unpacks no bomb: what a file says that it unpacks to is looked at first', async () => {
  const bomb = workbook([heading], { 'xl/media/a.bin': new Uint8Array(25_000_000) })
  expect(bomb.size).toBeLessThan(FILE_BYTES_MAX)
  expect(unpackedSize(await bomb.arrayBuffer())).toBeGreaterThan(25_000_000)
  expect(await answersIn(bomb, layout)).toEqual({ trouble: expect.stringContaining('太大') as string })
})

const far = (cell: string) =>
  workbook([], { 'xl/worksheets/sheet1.xml': sheetOf(`<row r="1"><c r="A1"><v>1</v></c></row>${cell}`) })
it.each([
  ['the last cell that Excel has', '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', '很远'],
  ['a row beyond all rows', '<row r="99999999999"/>', '很远'],
  ['a far cell behind a sign that hides it', '<row spans=">" r="2"><c t=">" r="XFD1048576"/></row>', '打不开'],
  ['a far cell written in other characters', '<row r="&#57;99999999"/>', '打不开'],
])('fills no sheet up to %s', async (_, cell, trouble) => {
  expect(await answersIn(far(cell), layout)).toEqual({ trouble: expect.stringContaining(trouble) as string })
})

it('a format down to the last row is no content, and signs that nobody sees are left out', async () => {
  const cells = heading.map((words, at) =>
    `<c r="${'ABCDE'[at]}1" t="inlineStr"><is><t>${words}</t></is></c>`)
  const row = '<row r="2"><c r="A2"><v>61</v></c><c r="C2" t="inlineStr"><is><t>办结_x0000_</t></is></c></row>'
  const last = '<row r="1048576" ht="20"><c r="E1048576" s="1"/></row>'
  const sheet = sheetOf(`<row r="1">${cells.join('')}</row>${row}${last}`)
  expect(await answersIn(workbook([], { 'xl/worksheets/sheet1.xml': sheet }), layout))
    .toMatchObject({ rows: [{ number: '61', answer: '办结', words: '' }] })
})

it('a number in a column of days that is no day is left to be refused with its line', async () => {
  const titles = ['编号', '办理结果', '答复内容', '答复日期']
  const cells = [...titles.map((words, at) => [`${'ABCD'[at]}1`, words]), ['A2', '61'], ['B2', '处理中']]
    .map(([at, words]) => `<c r="${at}" t="inlineStr"><is><t>${words}</t></is></c>`)
  const rows = `<row r="1">${cells.slice(0, 4).join('')}</row>`
    + `<row r="2">${cells.slice(4).join('')}<c r="D2" s="1"><v>13800001234</v></c></row>`
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
  const styles = `<styleSheet ${main}><cellXfs count="2"><xf numFmtId="0"/>`
    + '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
  const parts = {
    'xl/worksheets/sheet1.xml': sheetOf(rows),
    'xl/styles.xml': new TextEncoder().encode(styles),
  }
  expect(await answersIn(workbook([], parts), layout)).toMatchObject({ rows: [{ number: '61', line: 2 }] })
})

it('unpacks no more of a part than the file\'s directory says', async () => {
  const bytes = workbookOf([heading], { 'xl/sharedStrings.xml': new Uint8Array(60_000_000) })
  const [view, at] = [new DataView(bytes.buffer), bytes.length - 22]
  let entry = view.getUint32(at + 16, true)
  for (let left = view.getUint16(at + 10, true); left > 0; left--) {
    if (view.getUint32(entry + 24, true) === 60_000_000) view.setUint32(entry + 24, 400_000, true)
    entry += 46 + view.getUint16(entry + 28, true) + view.getUint16(entry + 30, true)
  }
  const before = process.memoryUsage().arrayBuffers
  await answersIn(new Blob([bytes]), layout)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30_000_000)
})

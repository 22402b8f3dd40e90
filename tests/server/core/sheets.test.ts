import { Buffer } from 'node:buffer'
import { fileOf } from '#server/core/sheets/index.ts'
import { SHEET_ROWS_MAX, xlsxFile } from '#server/core/sheets/xlsx-file.ts'
import { readSheet } from 'read-excel-file/universal'
import { expect, it } from 'vitest'

/** A text as whoever opens the workbook reads it, by another's reader. */
async function readBack(text: string): Promise<unknown> {
  async function* pages() {
    yield await Promise.resolve([text])
  }
  const columns = [{ title: '内容', width: 10, cell: (row: string) => row }]
  const pieces: Uint8Array[] = []
  for await (const piece of fileOf('xlsx', '名称', columns, pages())) pieces.push(piece)
  const sheet = await readSheet(new Uint8Array(Buffer.concat(pieces)).buffer, { trim: false })
  return sheet[1]?.[0]
}

it.each([
  [']]><c r="A9"/>&amp;', ']]><c r="A9"/>&amp;'],
  ['\x01=1+1', '\'=1+1'],
  ['\uFFFE\uD800=1+1', '\'=1+1'],
  ['_x003D_1+1', '_x003D_1+1'],
  ['_x005F_x003D_', '_x005F_x003D_'],
  ['_x003d__x000A_', '_x003d__x000A_'],
  ['a\0\x0Bb', 'ab'],
  ['井盖🐝', '井盖🐝'],
])('a workbook says %j as %j', async (text, shown) => {
  expect(await readBack(text)).toBe(shown)
})

it('a cell is cut where Excel takes no more, and no character in two', async () => {
  expect(await readBack(`${'a'.repeat(32_766)}🐝🐝`)).toBe('a'.repeat(32_766))
  expect(await readBack('蜂'.repeat(40_000))).toHaveLength(32_767)
})

it('what no sheet takes goes on in the next, under the same titles', async () => {
  async function* pages() {
    yield await Promise.resolve([['一'], ['二'], ['三']])
    yield [['四'], ['五']]
  }
  const pieces: Uint8Array[] = []
  for await (const piece of xlsxFile({ name: '流水', titles: ['内容'], widths: [9], pages: pages() }, 3))
    pieces.push(piece)
  const book = new Uint8Array(Buffer.concat(pieces)).buffer
  expect(await readSheet(book, '流水')).toEqual([['内容'], ['一'], ['二']])
  expect(await readSheet(book, '流水 2')).toEqual([['内容'], ['三'], ['四']])
  expect(await readSheet(book, '流水 3')).toEqual([['内容'], ['五']])
  expect(SHEET_ROWS_MAX).toBe(2 ** 20) // As Excel has it.
})

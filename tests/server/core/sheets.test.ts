import { Buffer } from 'node:buffer'
import { fileOf } from '#server/core/sheets/index.ts'
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

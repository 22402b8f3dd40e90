import type { ExchangeColumn } from '#shared/reports/exchange-schemas.ts'
import { answersIn, FILE_BYTES_MAX, unpackedSize } from '#client/console/exchange/answers-file.ts'
import { builtIn } from '#shared/rulings/rules.ts'
import { expect, it } from 'vitest'
import { workbookOf } from '../../support/workbook.ts'

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

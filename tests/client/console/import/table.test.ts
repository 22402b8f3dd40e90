import { linesOf, rowsIn, textOfFile } from '#client/console/import/table.ts'
import { postColumns } from '#client/console/people/forms/importing.ts'
import { describe, expect, it } from 'vitest'

const rowsOf = (text: string) => rowsIn(text, postColumns)

describe('a table', () => {
  const zhang = { phone: '13800000001', name: '张三', kind: '小巷顾问', scope: '花楼社区' }
  it.each([
    ['copied from a spreadsheet', '13800000001\t张三\t小巷顾问\t花楼社区', 1],
    ['saved as CSV, with its heading', '\uFEFF手机号,姓名,岗位,片区\r\n13800000001,张三,小巷顾问,花楼社区\r\n', 2],
    ['in another order', '姓名,任职片区,岗位,联系电话\n张三,花楼社区,小巷顾问,13800000001', 2],
    ['typed with full-width commas', '13800000001，张三，小巷顾问，花楼社区', 1],
    ['with quotes and empty lines', '\n\n"13800000001","张三",小巷顾问,"花楼社区"\n\n', 3],
  ])('%s is read, its lines numbered as they stand', (_, words, line) => {
    expect(rowsOf(words)).toEqual([{ line, ...zhang }])
  })

  it('a cell may contain separators, and line breaks in quotes', () => {
    expect(rowsOf('1,"张,三","小""巷\n顾问",x\n2,李四,y,z').map(({ line, name, kind }) => [line, name, kind]))
      .toEqual([[1, '张,三', '小"巷\n顾问'], [3, '李四', 'y']])
  })

  it('a quote that is never closed swallows no other line', () => {
    expect(rowsOf('1,"张三,顾问,x\n2,李四,y,z').map(({ line, name }) => [line, name]))
      .toEqual([[1, '"张三'], [2, '李四']])
  })

  it('the refused lines keep their heading, and all lines of a row', () => {
    const table = '姓名,岗位,手机号\n张三,a,1\n"李\n四",b,2\n王五,c,3'
    expect(linesOf(table, [3], postColumns)).toBe('姓名,岗位,手机号\n"李\n四",b,2')
    expect(linesOf('1\t张三\n2\t李四', [2], postColumns)).toBe('2\t李四')
    expect(linesOf(table, [], postColumns)).toBe('')
  })

  it('cells that are missing are absent, and longer ones than the command takes are cut', () => {
    expect(rowsOf(`13800000001\t${'长'.repeat(50)}`)).toMatchObject([{ name: '长'.repeat(40) }])
    expect(rowsOf('  \n ')).toEqual([])
  })

  it('a file is read in UTF-8 and in GBK, as Excel saves it; a workbook is none', async () => {
    const gbk = new Uint8Array([0xD5, 0xC5, 0xC8, 0xFD])
    expect(await textOfFile(new Blob([gbk]))).toBe('张三')
    expect(await textOfFile(new Blob(['张三']))).toBe('张三')
    expect(await textOfFile(new Blob([new Uint8Array([0xFF, 0xFE, 0x20, 0x5F, 0x09, 0x4E])]))).toBe('张三')
    expect(await textOfFile(new Blob(['PK\u0003\u0004']))).toBeUndefined()
  })

  it('text that our files protect from running is read as written, and a missing column is absent', () => {
    const [row] = rowsIn('编号,地址\n12,"\'=3 号"', {
      number: { heading: /编号/, most: 9 },
      address: { heading: /地址/, most: 9 },
      phone: { heading: /电话/, most: 9 },
    })
    expect(row).toEqual({ line: 2, number: '12', address: '=3 号' })
  })
})

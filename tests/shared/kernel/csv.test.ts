import { BOM, csvOf, safeWords } from '#shared/kernel/csv.ts'
import { expect, it } from 'vitest'

const plain = ['=1+1', '+86', '-5', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', '＋86', '－5', '＠SUM(A1)']
const hidden = ['\n=1', ' =1', '\x01=1', '\u200B=1', '\uFEFF+86', '\u2028@SUM(A1)']
it.each([...plain, ...hidden])(
  'a cell that a spreadsheet would run (%j) is written as words',
  (words) => {
    expect(csvOf([[words]])).toBe(`"'${words}"\r\n`)
    expect(safeWords(words)).toBe(`'${words}`) // A workbook says the same.
  },
)

it.each([
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "yes"', '"say ""yes"""'],
  ['two\nlines', '"two\nlines"'],
  ['=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
  ['', ''],
])('the cell %j becomes %j', (cell, line) => {
  expect(csvOf([[cell]])).toBe(`${line}\r\n`)
})

it('numbers stay numbers, what is missing is empty, and the file begins so that Excel reads Chinese', () => {
  expect(csvOf([[-5, null, '分']])).toBe('-5,,分\r\n')
  expect(Buffer.from(BOM)).toEqual(Buffer.from([0xEF, 0xBB, 0xBF]))
})

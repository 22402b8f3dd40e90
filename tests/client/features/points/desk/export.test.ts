import type { LedgerRow } from '#client/features/points/desk/ledger-rows.ts'
import { ledgerLine, ledgerTitles } from '#client/features/points/desk/ledger-rows.ts'
import { BOM, csvOf } from '#shared/kernel/csv.ts'
import { expect, it } from 'vitest'

const row: LedgerRow = {
  id: 't1',
  postedAt: Date.parse('2026-11-23T17:30:00Z'),
  occurredOn: '2026-11-23',
  kind: 'post',
  debit: 'issued',
  credit: 'a1',
  amount: 50,
  reason: 'reports.accepted',
  ref: 'r1',
  actorId: 's1',
  approverId: null,
  note: '#12',
}

it.each(['=1+1', '+86', '-5', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', '＋86', '－5', '＠SUM(A1)'])(
  'a cell that a spreadsheet would run (%j) is written as words',
  (words) => {
    expect(csvOf([[words]])).toBe(`"'${words}"\r\n`)
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

it('a transfer is one line under its titles, in Shanghai\'s time and Chinese words', () => {
  const line = ledgerLine(row)
  expect(line).toHaveLength(ledgerTitles.length)
  expect(Object.fromEntries(ledgerTitles.map((title, at) => [title, line[at]]))).toMatchObject({
    入账时间: '2026-11-24 01:30:00',
    原因: '上报被受理',
    动作: '入账',
    积分: 50,
    复核: null,
    说明: '#12',
  })
})

it('a cause that this app has no word for yet is written as it is', () => {
  expect(ledgerLine({ ...row, reason: 'errands.done' })).toContain('errands.done')
})

import type { CsvCell } from '#shared/kernel/csv.ts'
import type { TransferReason } from '#shared/points/rules.ts'
import type { Answer } from '#shared/queries.ts'
import { transferKindNames, transferNames } from '#client/app/words/index.ts'
import { timeOf } from '#shared/kernel/day.ts'

export type LedgerRow = Answer<'points.ledger'>['rows'][number]

const columns: { title: string, width: number, cell: (row: LedgerRow) => CsvCell }[] = [
  { title: '流水号', width: 38, cell: ({ id }) => id },
  { title: '入账时间', width: 20, cell: ({ postedAt }) => timeOf(postedAt) },
  { title: '记账日期', width: 12, cell: ({ occurredOn }) => occurredOn },
  {
    title: '原因',
    width: 12,
    cell: ({ reason }) => (reason in transferNames ? transferNames[reason as TransferReason] : reason),
  },
  { title: '动作', width: 10, cell: ({ kind }) => transferKindNames[kind] ?? '入账' },
  { title: '转出账户', width: 38, cell: ({ debit }) => debit },
  { title: '转入账户', width: 38, cell: ({ credit }) => credit },
  { title: '积分', width: 10, cell: ({ amount }) => amount },
  { title: '事由编号', width: 38, cell: ({ ref }) => ref },
  { title: '经办', width: 38, cell: ({ actorId }) => actorId },
  { title: '复核', width: 38, cell: ({ approverId }) => approverId },
  { title: '说明', width: 30, cell: ({ note }) => note },
]

export const ledgerTitles: readonly string[] = columns.map(({ title }) => title)
/** How wide each column is in a sheet, in characters. */
export const ledgerWidths: readonly number[] = columns.map(({ width }) => width)
/** One transfer as a line of the export. Accounts are ids: names and phone numbers are not exported. */
export const ledgerLine = (row: LedgerRow): CsvCell[] => columns.map(({ cell }) => cell(row))

import type { Transaction } from '#server/database/database.ts'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { figureReports } from './tables.ts'
import { areasAround, monthOf, waitOf } from '#shared/figures/rules.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { isOpen, mendedStates } from '#shared/reports/rules.ts'
import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import { figureDays, figureMonths, figureWaits } from './tables.ts'

export type Fact = typeof figureReports.$inferSelect
type Month = typeof figureMonths.$inferSelect
type Column = Exclude<keyof Month, 'areaId' | 'month' | 'kind'>

const { areaId: _area, month: _month, kind: _kind, ...monthCounts } = getTableColumns(figureMonths)
const columns = Object.keys(monthCounts) as Column[]

export const isMended = ({ state, square }: Pick<Fact, 'state' | 'square'>): boolean =>
  mendedStates.includes(state) && square !== null

/** The months and columns in which a report counts. */
function countsOf(fact: Fact): [month: string, column: Column, n: number][] {
  const { state, filedAt, dueAt, settledAt, score } = fact
  const filedIn = monthOf(filedAt)
  const counts: [string, Column, number][] = [[filedIn, 'filed', 1]]
  if (state !== 'filed') counts.push([filedIn, state, 1])
  if (fact.wasResolved) counts.push([filedIn, 'wasResolved', 1])
  if (fact.wasReopened) counts.push([filedIn, 'wasReopened', 1])
  if (score !== null) counts.push([filedIn, 'rated', 1], [filedIn, 'scores', score])
  if (isMended(fact)) counts.push([filedIn, 'mended', 1])
  if (fact.cameBack) counts.push([filedIn, 'cameBack', 1])
  if (settledAt !== null) counts.push([monthOf(settledAt), 'settled', 1])
  const isLate = settledAt !== null && settledAt > dueAt
  if (isLate) counts.push([monthOf(settledAt), 'settledLate', 1])
  if (isLate || isOpen(state)) counts.push([monthOf(dueAt), 'fellDue', 1])
  return counts
}

const waitsOf = ({ filedAt, answeredAt, settledAt }: Fact) => [
  ...answeredAt === null ? [] : [{ of: 'answered' as const, wait: waitOf(answeredAt - filedAt) }],
  ...settledAt === null ? [] : [{ of: 'settled' as const, wait: waitOf(settledAt - filedAt) }],
]

/** Collects the changes of the sums when reports are taken out or added. */
export function openSums() {
  const months = new Map<string, Month>()
  const days = new Map<string, typeof figureDays.$inferSelect>()
  const waits = new Map<string, typeof figureWaits.$inferSelect>()

  /** `sign`: 1 adds a report, -1 takes it out. */
  function add(fact: Fact, sign: 1 | -1): void {
    const { kind, filedAt, settledAt } = fact
    const counts = countsOf(fact)
    const waited = waitsOf(fact)
    for (const areaId of areasAround(fact.areaId)) {
      for (const [month, column, n] of counts)
        rowOf(months, { areaId, month, kind }, none)[column] += sign * n
      rowOf(days, { areaId, day: dayOf(filedAt) }, { filed: 0, settled: 0 }).filed += sign
      if (settledAt !== null)
        rowOf(days, { areaId, day: dayOf(settledAt) }, { filed: 0, settled: 0 }).settled += sign
      for (const { of, wait } of waited)
        rowOf(waits, { areaId, month: monthOf(filedAt), kind, of, wait }, { n: 0 }).n += sign
    }
  }

  async function write(tx: Transaction): Promise<void> {
    await addUp(tx, figureMonths, [...months.values()], ['areaId', 'month', 'kind'])
    await addUp(tx, figureDays, [...days.values()], ['areaId', 'day'])
    await addUp(tx, figureWaits, [...waits.values()], ['areaId', 'month', 'kind', 'of', 'wait'])
  }
  return { add, write }
}

/** The row of a key; a missing one begins as `empty`. */
function rowOf<Key extends object, Sums extends object>(
  rows: Map<string, Key & Sums>,
  key: Key,
  empty: Sums,
): Key & Sums {
  const name = Object.values(key).join(' ')
  let row = rows.get(name)
  if (!row) rows.set(name, row = { ...key, ...empty })
  return row
}

const none = Object.fromEntries(columns.map(column => [column, 0])) as Record<Column, number>
const ROWS_MAX = 500

/** A value as an SQL literal: a code, a day, a kind's name or a number, never a text that somebody typed. */
function literal(row: object, name: string): string {
  const value = (row as Record<string, string | number>)[name]!
  if (typeof value === 'number') return String(value)
  if (!/^[\w-]+$/.test(value)) throw new Error('a key of the figures is no plain word')
  return `'${value}'`
}

/** Adds rows to those with the same key, and deletes rows whose sums are all 0. */
async function addUp<Table extends PgTable>(
  tx: Transaction,
  table: Table,
  given: readonly Table['$inferSelect'][],
  keys: readonly (keyof Table['$inferSelect'] & string)[],
): Promise<void> {
  const all = getTableColumns(table) as Record<string, PgColumn>
  const sums = Object.keys(all).filter(name => !keys.includes(name))
  const set = Object.fromEntries(sums.map(name =>
    [name, sql`${all[name]!} + ${sql.raw(`excluded.${all[name]!.name}`)}`]))
  const rows = given.filter(row => sums.some(name => (row as Record<string, number>)[name] !== 0))
  for (let from = 0; from < rows.length; from += ROWS_MAX) {
    const some = rows.slice(from, from + ROWS_MAX)
    // As text: binding a hundred thousand small numbers one by one takes ten times as long.
    const values = some.map(row => `(${Object.keys(all).map(name => literal(row, name)).join(', ')})`)
    await tx
      .insert(table as PgTable)
      .select(sql.raw(`values ${values.join(', ')}`))
      .onConflictDoUpdate({ target: keys.map(key => all[key]!), set })
    const isNothing = and(...sums.map(name => eq(all[name]!, 0)))
    for (const row of some.filter(each => sums.some(name => (each as Record<string, number>)[name]! < 0))) {
      const isRow = and(...keys.map(key => eq(all[key]!, (row as Record<string, string>)[key]!)))
      await tx.delete(table as PgTable).where(and(isRow, isNothing))
    }
  }
}

import type { Transaction } from '#server/database/database.ts'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { figureReports } from './tables.ts'
import { areasAround, monthOf, settledStates, waitOf } from '#shared/figures/rules.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { isOpen, mendedStates } from '#shared/reports/rules.ts'
import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import { figureDays, figureWaits } from './tables.ts'

export type Fact = typeof figureReports.$inferSelect
type Day = typeof figureDays.$inferSelect
type Column = Exclude<keyof Day, 'areaId' | 'day' | 'kind'>

const { areaId: _area, day: _day, kind: _kind, ...dayCounts } = getTableColumns(figureDays)
const columns = Object.keys(dayCounts) as Column[]
const keyOf = (...parts: readonly (string | number)[]) => parts.join(' ')

export const isSettled = ({ state }: Pick<Fact, 'state'>): boolean =>
  (settledStates as readonly string[]).includes(state)
export const isMended = ({ state, square }: Pick<Fact, 'state' | 'square'>): boolean =>
  mendedStates.includes(state) && square !== null

/** On which days a report counts in which columns. */
function countsOf(fact: Fact): [day: string, column: Column, n: number][] {
  const { state, filedAt, dueAt, settledAt, score } = fact
  const filedOn = dayOf(filedAt)
  const counts: [string, Column, number][] = [[filedOn, 'filed', 1]]
  if (state !== 'filed') counts.push([filedOn, state, 1])
  if (fact.wasResolved) counts.push([filedOn, 'wasResolved', 1])
  if (fact.wasReopened) counts.push([filedOn, 'wasReopened', 1])
  if (score !== null) counts.push([filedOn, 'rated', 1], [filedOn, 'scores', score])
  if (isMended(fact)) counts.push([filedOn, 'mended', 1])
  if (fact.cameBack) counts.push([filedOn, 'cameBack', 1])
  if (settledAt !== null) counts.push([dayOf(settledAt), 'settled', 1])
  const isLate = settledAt !== null && settledAt > dueAt
  if (isLate) counts.push([dayOf(settledAt), 'settledLate', 1])
  if (isLate || isOpen(state)) counts.push([dayOf(dueAt), 'fellDue', 1])
  return counts
}

const waitsOf = ({ filedAt, answeredAt, settledAt }: Fact) => [
  ...answeredAt === null ? [] : [{ of: 'answered' as const, wait: waitOf(answeredAt - filedAt) }],
  ...settledAt === null ? [] : [{ of: 'settled' as const, wait: waitOf(settledAt - filedAt) }],
]

/** What changes of the sums when reports leave them or come into them. */
export function openSums() {
  const days = new Map<string, Day>()
  const waits = new Map<string, typeof figureWaits.$inferSelect>()

  /** `sign`: 1 where a report comes in, -1 where it leaves. */
  function add(fact: Fact, sign: 1 | -1): void {
    const { kind, filedAt } = fact
    const counts = countsOf(fact)
    const waited = waitsOf(fact)
    const month = monthOf(filedAt)
    for (const areaId of areasAround(fact.areaId)) {
      for (const [day, column, n] of counts) {
        const key = keyOf(areaId, day, kind)
        let row = days.get(key)
        if (!row) days.set(key, row = { areaId, day, kind, ...none })
        row[column] += sign * n
      }
      for (const { of, wait } of waited) {
        const key = keyOf(areaId, month, kind, of, wait)
        let row = waits.get(key)
        if (!row) waits.set(key, row = { areaId, month, kind, of, wait, n: 0 })
        row.n += sign
      }
    }
  }

  async function write(tx: Transaction): Promise<void> {
    const changed = [...days.values()].filter(row => columns.some(column => row[column] !== 0))
    await addUp(tx, figureDays, changed, ['areaId', 'day', 'kind'])
    const moved = [...waits.values()].filter(({ n }) => n !== 0)
    await addUp(tx, figureWaits, moved, ['areaId', 'month', 'kind', 'of', 'wait'])
  }
  return { add, write }
}

const none = Object.fromEntries(columns.map(column => [column, 0])) as Record<Column, number>
const ROWS_MAX = 500

/** A code, a day, the name of a kind, or a number: nothing that anybody typed. */
function literal(row: object, name: string): string {
  const value = (row as Record<string, string | number>)[name]!
  if (typeof value === 'number') return String(value)
  if (!/^[\w-]+$/.test(value)) throw new Error('a key of the figures is no plain word')
  return `'${value}'`
}

/** Adds rows to those with the same key, and removes what has come down to nothing. */
async function addUp<Table extends PgTable>(
  tx: Transaction,
  table: Table,
  rows: readonly Table['$inferSelect'][],
  keys: readonly (keyof Table['$inferSelect'] & string)[],
): Promise<void> {
  const all = getTableColumns(table) as Record<string, PgColumn>
  const sums = Object.keys(all).filter(name => !keys.includes(name))
  const set = Object.fromEntries(sums.map(name =>
    [name, sql`${all[name]!} + ${sql.raw(`excluded.${all[name]!.name}`)}`]))
  for (let from = 0; from < rows.length; from += ROWS_MAX) {
    const some = rows.slice(from, from + ROWS_MAX)
    // As text: a builder that binds each of a hundred thousand small numbers takes ten times as long.
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

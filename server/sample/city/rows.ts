import type { Transaction } from '#server/database/database.ts'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Random } from '../random.ts'
import { createHash } from 'node:crypto'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { getTableColumns } from 'drizzle-orm'

/** The most values in one statement that both engines take. */
const VALUES_MAX = 30_000

/** Inserts rows in their order, as many at a time as a statement takes. */
export async function insertAll<Table extends PgTable>(
  tx: Transaction,
  table: Table,
  rows: readonly Table['$inferInsert'][],
): Promise<void> {
  const most = Math.floor(VALUES_MAX / Object.keys(getTableColumns(table)).length)
  for (let from = 0; from < rows.length; from += most)
    await tx.insert(table as PgTable).values(rows.slice(from, from + most))
}

/** A version-7 id of an instant (ms) that is the same on every machine, made from a name. */
export function idAt(at: number, name: string): string {
  const time = Math.floor(at).toString(16).padStart(12, '0')
  const hex = createHash('sha256').update(`little-bee city ${name}`).digest('hex')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6, 18)}`
}

export const HOUR_MS = 3_600_000
export const MINUTE_MS = 60_000

/** An index drawn by weights. */
export function weighted(random: Random, weights: readonly number[]): number {
  let left = random.between(0, weights.reduce((sum, weight) => sum + weight, 0))
  const found = weights.findIndex((weight) => {
    left -= weight
    return left < 0
  })
  return found < 0 ? weights.length - 1 : found
}

/** A random instant on the Shanghai day `daysAgo` days before `now`, at an hour drawn by these weights. */
export function instantOn(random: Random, now: number, daysAgo: number, byHour: readonly number[]): number {
  const begins = startOfDay(dayOf(now - daysAgo * DAY_MS))
  return Math.floor(begins + (weighted(random, byHour) + random.between(0, 1)) * HOUR_MS)
}

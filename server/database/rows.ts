import type { PgColumn, PgInsertValue, PgTable } from 'drizzle-orm/pg-core'
import type { Transaction } from './database.ts'
import type { Slots } from './prepared.ts'
import { and, eq, getTableColumns, getTableName } from 'drizzle-orm'
import { prepared, rowsChanged } from './prepared.ts'

/** So many values of a list go into one statement: SQLite takes 32,766 of them in all, PostgreSQL 65,535. */
const VALUES_AT_ONCE = 500

/** A list in pieces that one statement takes. */
export const piecesOf = <Value>(values: readonly Value[]): Value[][] =>
  Array.from({ length: Math.ceil(values.length / VALUES_AT_ONCE) }, (_, at) =>
    values.slice(at * VALUES_AT_ONCE, (at + 1) * VALUES_AT_ONCE))

interface Lockable<Query> { for: (strength: 'no key update') => Query }

/**
 * Locks what a query finds until the transaction ends; others may still refer to these rows. SQLite needs no
 * lock: a transaction has the whole file.
 */
export const locked = <Query extends object>(query: Query): Query =>
  'for' in query ? (query as Query & Lockable<Query>).for('no key update') : query

/** For each table the statement that locks a row; it is built once for each connection. */
const locks = new WeakMap<PgTable, ReturnType<typeof lockOf>>()
const lockOf = (table: PgTable) => prepared((tx, key: Slots<Record<string, unknown>>) => {
  const columns = getTableColumns(table)
  const names = Object.keys(key)
  if (names.length === 0) throw new Error(`a row of ${getTableName(table)} is locked by no value`)
  const isIt = and(...names.map(name => eq(columns[name]!, key[name]!)))
  return locked(tx.select().from(table).where(isIt)).prepare(`lock_${getTableName(table)}`)
})

/**
 * Locks the row that has these values until the transaction ends, and returns it; undefined where there is
 * none. Rejects where no value is given, since the whole table would be locked.
 */
export async function lockRow<Table extends PgTable>(
  tx: Transaction,
  table: Table,
  key: Partial<Table['$inferSelect']>,
): Promise<Table['$inferSelect'] | undefined> {
  const lock = locks.get(table) ?? lockOf(table)
  locks.set(table, lock)
  const [row] = await lock(tx, key)
  return row
}

/**
 * Inserts rows that don't exist yet and returns how many it inserted. `target`: the columns whose conflict
 * means "exists"; without it, those of any constraint.
 */
export async function insertOnce<Table extends PgTable>(
  tx: Transaction,
  table: Table,
  values: PgInsertValue<Table> | PgInsertValue<Table>[],
  target?: PgColumn | PgColumn[],
): Promise<number> {
  const rows = Array.isArray(values) ? values : [values]
  return rowsChanged(await tx.insert(table).values(rows).onConflictDoNothing(target && { target }))
}

import type { SQL } from 'drizzle-orm'
import type { PgColumn, PgInsertValue, PgTable } from 'drizzle-orm/pg-core'
import type { Transaction } from './database.ts'
import { rowsChanged } from './prepared.ts'

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

/** Locks one row until the transaction ends and returns it, or undefined where there is none. */
export async function lockRow<Table extends PgTable>(
  tx: Transaction,
  table: Table,
  where: SQL | undefined,
): Promise<Table['$inferSelect'] | undefined> {
  const rows = await locked(tx.select().from(table as PgTable).where(where))
  return rows[0]
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

import type { SQL } from 'drizzle-orm'
import type { PgColumn, PgInsertValue, PgTable } from 'drizzle-orm/pg-core'
import type { Transaction } from './database.ts'
import { getTableColumns, sql } from 'drizzle-orm'
import { rowsChanged } from './prepared.ts'

/**
 * Locks one row until the transaction ends and returns it, or undefined where there is none. Writing a column
 * to itself locks on both engines; `column` is one without a key or an index, so that the write stays cheap.
 */
export async function lockRow<Table extends PgTable>(
  tx: Transaction,
  table: Table,
  column: string & keyof Table['$inferSelect'],
  where: SQL | undefined,
): Promise<Table['$inferSelect'] | undefined> {
  const own = getTableColumns(table)[column]
  const rows = await tx.update(table as PgTable).set({ [column]: sql`${own}` }).where(where).returning()
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

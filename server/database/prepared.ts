import type { Placeholder } from 'drizzle-orm'
import type { Transaction } from './database.ts'
import { sql } from 'drizzle-orm'

/** One place in a statement for each value that is given when it runs. */
export type Slots<Values> = { readonly [Name in keyof Values]: Placeholder }
interface Statement<Rows> { execute: (values: Record<string, unknown>) => PromiseLike<Rows> }

/**
 * A statement that is built once for each connection and only filled in from then on: building costs more than running it. SQLite writes
 * through one connection for as long as the process lives; on PostgreSQL every transaction is one. Values of another number make a statement of their own.
 */
export function prepared<Values extends Record<string, unknown>, Rows>(build: (tx: Transaction, slots: Slots<Values>) => Statement<Rows>) {
  const made = new WeakMap<Transaction, Map<number, Statement<Rows>>>()

  function make(tx: Transaction, names: string[]): Statement<Rows> {
    const statement = build(tx, Object.fromEntries(names.map(name => [name, sql.placeholder(name)])) as Slots<Values>)
    if (!made.has(tx)) made.set(tx, new Map())
    made.get(tx)!.set(names.length, statement)
    return statement
  }

  return async (tx: Transaction, values: Values): Promise<Rows> => {
    const names = Object.keys(values)
    return await (made.get(tx)?.get(names.length) ?? make(tx, names)).execute(values)
  }
}

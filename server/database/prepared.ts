import type { Placeholder } from 'drizzle-orm'
import type { Reader, Transaction } from './database.ts'
import { sql } from 'drizzle-orm'
import { compiled } from './compiled.ts'

/** One place in a statement for each value that is given when it runs. */
export type Slots<Values> = { readonly [Name in keyof Values]: Placeholder }
export interface Statement<Rows> { execute: (values: Record<string, unknown>) => PromiseLike<Rows> }
type Run<Rows> = (values: Record<string, unknown>) => Rows | PromiseLike<Rows>

/**
 * A statement that is built once for each connection and only filled in from then on: building costs more than running it. One that
 * names its connection a `Reader` serves questions and commands alike. SQLite reads and writes through two connections for as long as
 * the process lives; on PostgreSQL every transaction is one. Values of other names make a statement of their own.
 */
export function prepared<Values extends object, Rows, Connection extends Reader = Transaction>(build: (connection: Connection, slots: Slots<Values>) => Statement<Rows>) {
  const made = new WeakMap<Connection, Map<string, Run<Rows>>>()

  function make(connection: Connection, names: string[]): Run<Rows> {
    const statement = build(connection, Object.fromEntries(names.map(name => [name, sql.placeholder(name)])) as Slots<Values>)
    const run = compiled(statement) ?? (values => statement.execute(values))
    if (!made.has(connection)) made.set(connection, new Map())
    made.get(connection)!.set(names.join(), run)
    return run
  }

  return (connection: Connection, values: Values): Rows | PromiseLike<Rows> => {
    const names = Object.keys(values)
    const run = made.get(connection)?.get(names.join()) ?? make(connection, names)
    return run(values as Record<string, unknown>)
  }
}

import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'

type Drizzle = PgDatabase<PgQueryResultHKT, Record<string, never>>
/** What features may use: reads and writes, no engine's extras. */
export type Reader = Pick<Drizzle, 'select' | 'selectDistinct' | '$count'>
export type Transaction = Reader & Pick<Drizzle, 'insert' | 'update' | 'delete'>

export interface Database {
  readonly read: Reader
  /**
   * Runs `work` as if nothing else were running and resolves once it is on disk; a throw undoes all of it.
   * Works with the same `turn` wait for each other, on both engines.
   */
  transact: <Result>(work: (tx: Transaction) => Promise<Result>, turn?: string) => Promise<Result>
  /**
   * Inside a transaction: a throw undoes only `work`, and the transaction goes on, unless what is thrown
   * `isPassing`.
   */
  attempt: <Result>(tx: Transaction, work: (tx: Transaction) => Promise<Result>) => Promise<Result>
  /**
   * True for a failure that is no answer (a deadlock, say): throw it on, and `transact` runs the whole work
   * again.
   */
  isPassing: (error: unknown) => boolean
  /**
   * Tells every process of this city; `subscribe` hears what any of them told, itself included. Absent where
   * no other
   * process can change the data, so that memory may remember what changed.
   */
  readonly channel?: {
    publish: (message: string) => Promise<void>
    subscribe: (hear: (message: string) => void) => Promise<void>
  }
  /**
   * Tells after every commit that changed or removed rows of a table, so that memory may hold what it read
   * there. With `columns`:
   * after one that added or removed rows, or gave one of these another value. Absent where other processes
   * change the data too.
   */
  readonly watch?: (table: string, hear: () => void, columns?: readonly string[]) => void
  /** One statement of the engine's own SQL, for migrations and invariants: its rows. */
  run: (statement: string) => Promise<Record<string, unknown>[]>
  /** A copy of the whole database in one file, taken while the city works. SQLite only. */
  copyTo: (file: string) => Promise<void>
  close: () => Promise<void>
}

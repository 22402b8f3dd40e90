import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'

type Drizzle = PgDatabase<PgQueryResultHKT, Record<string, never>>
/** The database as features use it: reads and transactions, nothing of one engine. */
export type Reader = Pick<Drizzle, 'select' | 'selectDistinct' | '$count'>
export type Transaction = Reader & Pick<Drizzle, 'insert' | 'update' | 'delete'>

export interface Database {
  readonly read: Reader
  /**
   * Runs `work` in a serial transaction and resolves once it is on disk; a throw undoes all of it.
   * Transactions with the same `turn` wait for each other, on both engines.
   */
  transact: <Result>(work: (tx: Transaction) => Promise<Result>, turn?: string) => Promise<Result>
  /** A savepoint: a throw undoes only `work` and the transaction goes on, unless the error `isPassing`. */
  attempt: <Result>(tx: Transaction, work: (tx: Transaction) => Promise<Result>) => Promise<Result>
  /**
   * True for a temporary failure (a deadlock, say): throw it on, and `transact` runs all of its work again.
   */
  isPassing: (error: unknown) => boolean
  /**
   * True if the database has not answered for longer than a restart takes, so that the caller may try later.
   */
  isAway: (error: unknown) => boolean
  /**
   * True where a row with the same key was there already. Another transaction may have written it since this
   * one looked, which SQLite rules out.
   */
  isTaken: (error: unknown) => boolean
  /** Runs `work` while no other process runs its own, for what prepares a city at start. */
  alone: <Result>(work: () => Promise<Result>) => Promise<Result>
  /**
   * Messages between the processes of this city; a process also receives its own. `onGap` is called after a
   * time in which messages may have been missed. Absent where no other process can change the data, so that
   * memory may cache it.
   */
  readonly channel?: {
    publish: (message: string) => Promise<void>
    subscribe: (hear: (message: string) => void, onGap: () => void) => Promise<void>
  }
  /**
   * Calls back after every commit that changed or removed rows of a table, so that memory may cache what it
   * read there. With `columns`: after one that added or removed rows or changed one of these. Absent where
   * other processes change the data too.
   */
  readonly watch?: (table: string, hear: () => void, columns?: readonly string[]) => void
  /** Runs one statement of the engine's own SQL and returns its rows; for migrations and invariants. */
  run: (statement: string) => Promise<Record<string, unknown>[]>
  /** Copies the whole database into one file while the city works. SQLite only. */
  copyTo: (file: string) => Promise<void>
  close: () => Promise<void>
}

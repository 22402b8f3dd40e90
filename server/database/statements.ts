import type Sqlite from 'better-sqlite3'

/** Twice the statements of the house; one with a list is another for each length of it. */
const KEPT_MAX = 1_000

/**
 * Lets a connection prepare each text once: drizzle prepares a query whenever it is run, and for most that
 * takes longer than the run. Callers share statements, so whoever wants arrays calls `raw()` before each run.
 */
export function keepStatements(connection: Sqlite.Database): void {
  const kept = new Map<string, Sqlite.Statement>()
  const prepare = connection.prepare.bind(connection) as (text: string) => Sqlite.Statement

  function statementOf(text: string): Sqlite.Statement {
    const known = kept.get(text)
    if (known?.reader) known.raw(false)
    const statement = known ?? prepare(text)
    kept.delete(text) // The newest is last, so that the first is the one longest unused.
    kept.set(text, statement)
    if (kept.size > KEPT_MAX) kept.delete(kept.keys().next().value!)
    return statement
  }
  connection.prepare = statementOf as Sqlite.Database['prepare']
}

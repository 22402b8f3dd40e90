import type { Database } from '#server/database/database.ts'
import type Sqlite from 'better-sqlite3'

type Statement = Sqlite.Statement<unknown[]>
const runs = ['all', 'get', 'run'] as const

/**
 * How SQLite finds what `work` reads: for each statement that it runs, with the values that it runs with, the
 * lines of its plan. The statements are those of the product, whatever they become.
 */
export async function plansOf({ read }: Database, work: () => Promise<unknown>): Promise<string[][]> {
  const { $client: client } = read as unknown as { $client: Sqlite.Database }
  const prepare = client.prepare.bind(client)
  const plans: string[][] = []
  const seen = (text: string, statement: Statement) => {
    for (const run of runs) {
      const original = statement[run].bind(statement)
      statement[run] = (...values: unknown[]) => {
        const found = original(...values)
        // Afterwards: to explain alone does not look whether the schema has changed since.
        const lines = prepare(`explain query plan ${text}`).all(...values) as { detail: string }[]
        plans.push(lines.map(({ detail }) => detail))
        return found as never
      }
    }
    return statement
  }
  client.prepare = ((text: string) => seen(text, prepare(text))) as typeof client.prepare
  try {
    await work()
  }
  finally {
    client.prepare = prepare
  }
  return plans
}

/** Lines of plans that read all of a table, row by row, without an index. */
export const scansIn = (plans: readonly string[][]): string[] =>
  plans.flat().filter(line => /^SCAN (?!CONSTANT)/.test(line) && !/USING (?:COVERING )?INDEX/.test(line))

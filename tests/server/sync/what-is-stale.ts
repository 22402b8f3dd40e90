import type { TestCity } from '../../support/city.ts'
import Sqlite from 'better-sqlite3'

type Read = (this: Sqlite.Statement, ...values: unknown[]) => unknown
const reading = ['all', 'get', 'iterate'] as const

/**
 * Says which queries may answer differently: those that have ever read a table which has been written since.
 * SQLite itself is asked for both, so nothing has to be known of a query. `end` when it is no longer needed.
 */
export async function openStale({ database }: TestCity) {
  const columns = new Map<string, string[]>()
  const rows = await database.run(
    `select tables.name as "table", columns.name as "column"
      from sqlite_master tables, pragma_table_info(tables.name) columns where tables.type = 'table'`,
  ) as { table: string, column: string }[]
  for (const { table, column } of rows) columns.set(table, [...columns.get(table) ?? [], column])

  let writes = 0
  const writtenAt = new Map<string, number>()
  for (const [table, names] of columns) {
    if (!table.startsWith('sqlite_'))
      database.watch!(table, () => void writtenAt.set(table, ++writes), names.map(name => `"${name}"`))
  }

  let query = ''
  const readBy = new Map<string, Set<string>>()
  const named = new Map<string, string[]>()
  function note(text: string) {
    if (!named.has(text)) named.set(text, (text.match(/\w+/g) ?? []).filter(word => columns.has(word)))
    const tables = readBy.get(query) ?? new Set()
    for (const table of named.get(text)!) tables.add(table)
    readBy.set(query, tables)
  }
  const statements = Object.getPrototypeOf(new Sqlite(':memory:').prepare('select 1')) as Record<string, Read>
  const originals = reading.map(name => [name, statements[name]!] as const)
  for (const [name, original] of originals) {
    statements[name] = function (...values) {
      note(this.source)
      return original.apply(this, values)
    }
  }

  return {
    /** Asks a query, and notes what it reads. */
    asking: async <Answer>(name: string, ask: () => Promise<Answer>): Promise<Answer> => {
      query = name
      return await ask().finally(() => query = '')
    },
    /** The moment of an answer, for `isStale`. */
    now: () => writes,
    isStale: (name: string, askedAt: number): boolean =>
      [...readBy.get(name) ?? []].some(table => (writtenAt.get(table) ?? 0) > askedAt)
      || (writtenAt.get('rulings') ?? 0) > askedAt, // They are kept in memory.
    end: () => {
      for (const [name, original] of originals) statements[name] = original
    },
  }
}

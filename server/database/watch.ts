import type Sqlite from 'better-sqlite3'

/**
 * Notes which tables were changed. The triggers are this connection's own and in no file; they see every
 * statement that goes through it, whoever wrote it, so nothing that remembers rows can be left out.
 */
export function openWatch(writer: Sqlite.Database) {
  const changed = new Set<string>()
  const listeners = new Map<string, Set<() => void>>()
  writer.function('note_change', (table: unknown) => void changed.add(String(table)))

  function watch(table: string, hear: () => void) {
    const hearing = listeners.get(table)
    if (hearing) return void hearing.add(hear)
    listeners.set(table, new Set([hear]))
    for (const change of ['update', 'delete'])
      writer.exec(`create temp trigger watch_${table}_${change} after ${change} on main.${table} begin select note_change('${table}'); end`)
  }

  /** After the commit: until then what was read before is still true. */
  function tell() {
    for (const table of changed) {
      for (const hear of listeners.get(table) ?? []) hear()
    }
    changed.clear()
  }
  return { watch, tell }
}

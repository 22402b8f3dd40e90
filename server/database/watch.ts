import type Sqlite from 'better-sqlite3'

/**
 * Notes which tables were changed. Its temporary triggers see every statement of this connection, so no cache
 * can miss a change.
 */
export function openWatch(writer: Sqlite.Database) {
  const changed = new Set<string>()
  const listeners = new Map<string, Set<() => void>>()
  /** Triggers made inside a transaction go with it when it is undone, and are made again. */
  const unsettled = new Set<() => void>()
  writer.function('note_change', (topic: unknown) => void changed.add(String(topic)))

  function watch(table: string, listener: () => void, columns: readonly string[] = []) {
    const topic = [table, ...columns].join(' ')
    const known = listeners.get(topic)
    if (known) return void known.add(listener)
    listeners.set(topic, new Set([listener]))
    const [number, isOther] = [
      listeners.size,
      columns.map(column => `old.${column} is not new.${column}`).join(' or '),
    ]
    const make = () => {
      for (const change of columns.length > 0 ? ['insert', 'update', 'delete'] : ['update', 'delete']) {
        const condition = change === 'update' && isOther !== '' ? `when ${isOther}` : ''
        writer.exec(
          `create temp trigger if not exists watch_${number}_${change} after ${change} on main.${table}
            ${condition} begin select note_change('${topic}'); end`,
        )
      }
    }
    make()
    if (writer.inTransaction) unsettled.add(make)
  }

  /** Recreates triggers that an undo removed; call it after undoing a transaction or a part of one. */
  function mend() {
    for (const make of unsettled) make()
  }

  /** Reports the changed tables; call it after the commit, since until then what was read before is valid. */
  function publish() {
    unsettled.clear()
    for (const topic of changed) {
      for (const listener of listeners.get(topic) ?? []) listener()
    }
    changed.clear()
  }
  return { watch, mend, publish }
}
export type Watch = ReturnType<typeof openWatch>

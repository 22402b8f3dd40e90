import type Sqlite from 'better-sqlite3'

/**
 * Notes which tables were changed. The triggers are this connection's own and in no file; they see every
 * statement that goes through it, whoever wrote it, so nothing that remembers rows can be left out.
 */
export function openWatch(writer: Sqlite.Database) {
  const changed = new Set<string>()
  const listeners = new Map<string, Set<() => void>>()
  /** Made while a transaction was open: undone with it, they are made again. */
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

  /** After anything was undone, in part or altogether. */
  function mend() {
    for (const make of unsettled) make()
  }

  /** After the commit: until then what was read before is still true. */
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

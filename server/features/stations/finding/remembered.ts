import type { Reader } from '#server/database/database.ts'
import type { QueryContext } from '#server/sync/context.ts'

/** How long memory counts where other processes write too (ms). */
const KNOWN_MS = 30_000

type Asking = Pick<QueryContext, 'read' | 'watch' | 'now'>
interface Memory<Known> { known: Promise<Known> | undefined, readAt: number }

/**
 * Holds in memory what `recall` reads of all stations. On SQLite it is dropped when a station comes, goes or
 * changes in one of the columns; on PostgreSQL it may be KNOWN_MS old.
 */
export function remembered<Known>(
  columns: readonly { readonly name: string }[],
  recall: (read: Reader) => Promise<Known>,
) {
  const memories = new WeakMap<Reader, Memory<Known>>()

  function memoryOf({ read, watch }: Asking): Memory<Known> {
    const memory = memories.get(read) ?? { known: undefined, readAt: 0 }
    if (!memories.has(read)) {
      memories.set(read, memory)
      watch?.('stations', () => void (memory.known = undefined), columns.map(({ name }) => name))
    }
    return memory
  }

  return async (context: Asking): Promise<Known> => {
    const memory = memoryOf(context)
    if (memory.known && (context.watch || context.now - memory.readAt < KNOWN_MS)) return await memory.known
    memory.readAt = context.now
    const known = memory.known = recall(context.read)
    // After a failure the next query reads again.
    known.catch(() => void (memory.known === known && (memory.known = undefined)))
    return await known
  }
}

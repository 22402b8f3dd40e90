import type { Reader } from '#server/database/database.ts'
import type { QueryContext } from '#server/sync/context.ts'

/** How long the cache counts if other processes write too (ms). */
const KNOWN_MS = 30_000

type Asking = Pick<QueryContext, 'read' | 'watch' | 'now'>
interface Memory<Known> { known: Promise<Known> | undefined, readAt: number }

/**
 * Caches what `recall` reads of all stations. On SQLite the cache is dropped when a station is added, removed
 * or changed in one of the columns; on PostgreSQL it may be KNOWN_MS old.
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

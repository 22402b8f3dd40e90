import type { RetryAfter } from '../store/schema.ts'
import { store } from '../store/store.ts'

/**
 * How long each lane must still wait (ms) because the server asked for it, also before this page was opened
 * or in the service worker.
 */
export async function savedRetryAfter(): Promise<Map<string, number>> {
  const { store: pauses } = (await store()).transaction('pauses')
  const [lanes, saved] = await Promise.all([pauses.getAllKeys(), pauses.getAll()])
  const left = new Map(lanes.map((lane, i) => [lane, leftOf(saved[i]!)]))
  if (lanes.length > 0) await write(left)
  return new Map([...left].filter(([, waitMs]) => waitMs > 0))
}

/** Saves what the server asked of each lane in a round (ms); 0 asks for nothing. */
export async function saveRetryAfter(waits: ReadonlyMap<string, number>): Promise<void> {
  const asked = new Map([...waits].filter(([, waitMs]) => waitMs > 0))
  if (asked.size > 0) await write(asked)
}

/**
 * The remaining wait (ms). More than was asked for means that the phone's clock was put back, and ends the
 * wait.
 */
function leftOf({ waitMs, until }: RetryAfter): number {
  const leftMs = until - Date.now()
  return leftMs > waitMs ? 0 : leftMs
}

/** Saves the remaining waits at each reading, so that a clock put back in between adds little. */
async function write(waits: ReadonlyMap<string, number>) {
  const { store: pauses, done } = (await store()).transaction('pauses', 'readwrite')
  await Promise.all(
    [...waits].map(([lane, waitMs]) =>
      waitMs > 0 ? pauses.put({ waitMs, until: Date.now() + waitMs }, lane) : pauses.delete(lane),
    ),
  )
  await done
}

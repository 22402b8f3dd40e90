import type { SavedPause } from '../store/store.ts'
import type { PassEnd } from './drain.ts'
import { store } from '../store/store.ts'
import { EVERYTHING } from './backoff.ts'

/**
 * How long each lane must still wait (ms) because the server asked for it: also before this page was opened,
 * or in the service worker.
 */
export async function savedPauses(): Promise<Map<string, number>> {
  const { store: pauses } = (await store()).transaction('pauses')
  const [lanes, kept] = await Promise.all([pauses.getAllKeys(), pauses.getAll()])
  const left = new Map(lanes.map((lane, i) => [lane, leftOf(kept[i]!)]))
  if (lanes.length > 0) await keep(left)
  return new Map([...left].filter(([, waitMs]) => waitMs > 0))
}

/** Notes what a pass was asked to wait. */
export async function savePauses({ afterMs, held }: PassEnd): Promise<void> {
  const told = new Map([...held, [EVERYTHING, afterMs ?? 0] as const].filter(([, waitMs]) => waitMs > 0))
  if (told.size > 0) await keep(told)
}

/**
 * More than was asked for can only be left on a clock that was put back since: it says nothing any more, and
 * nobody waits it out.
 */
function leftOf({ waitMs, until }: SavedPause): number {
  const leftMs = until - Date.now()
  return leftMs > waitMs ? 0 : leftMs
}

/**
 * Every look shortens what may be left at the next one, so that little is believed of a clock that is put
 * back in between.
 */
async function keep(waits: ReadonlyMap<string, number>) {
  const { store: pauses, done } = (await store()).transaction('pauses', 'readwrite')
  await Promise.all(
    [...waits].map(([lane, waitMs]) =>
      waitMs > 0 ? pauses.put({ waitMs, until: Date.now() + waitMs }, lane) : pauses.delete(lane),
    ),
  )
  await done
}

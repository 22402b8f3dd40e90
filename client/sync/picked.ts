import { DAY_MS } from '#shared/kernel/day.ts'
import { store } from './store.ts'

/** Nobody comes back to a form after so long; its tab has gone, and took the words along. */
const KEEP_MS = 7 * DAY_MS

/** Keeps the picture that was picked for a form which sends it live, so that a reload loses it as little as the words; old ones go. */
export async function keepPicked({ hash, bytes }: { hash: string, bytes: ArrayBuffer }, now = Date.now()): Promise<void> {
  const tx = (await store()).transaction('picked', 'readwrite')
  for (let at = await tx.store.openCursor(); at; at = await at.continue()) {
    if (now - at.value.at > KEEP_MS) await at.delete()
  }
  await tx.store.put({ bytes, at: now }, hash)
  await tx.done
}

/** The bytes of a picked picture, while they are kept. */
export const pickedBytes = async (hash: string): Promise<ArrayBuffer | undefined> => (await (await store()).get('picked', hash))?.bytes

/** It has been sent, or another was picked. */
export const dropPicked = async (hash: string): Promise<void> => (await store()).delete('picked', hash)

import { dropPhotos } from './photo-caches.ts'
import { store } from './store.ts'

/** Drops what the server can answer again: saved answers and cached photos. */
export async function dropCaches(): Promise<void> {
  await dropPhotos()
  await (await store()).clear('answers')
}

import { nextTask } from '#client/sync/browser/quiet.ts'
import { shallowRef } from 'vue'

/** For what is fetched after the first page is there. */
export { whenQuiet } from '#client/sync/browser/quiet.ts'

const PIECES = 3

/** How many pieces of the first page are there. After it every page is built whole. */
const pieces = shallowRef(PIECES)

/** Whether a piece of the first page may be built: 1, 2 or 3. The page without them is there before. */
export const mayBuild = (piece: 1 | 2 | 3): boolean => piece <= pieces.value

/**
 * Mounts the app with its first page, piece after piece. Built at once, it kept a slow phone from answering
 * a finger.
 */
export async function mountInPieces(mount: () => void): Promise<void> {
  pieces.value = 0
  mount()
  while (pieces.value < PIECES) {
    await nextTask()
    pieces.value++
  }
}

import type { OutboxTransaction } from './transactions.ts'
import { store } from './store.ts'
import { isNamed, outboxTransaction } from './transactions.ts'

export const PHOTO_CACHE = 'photos'

/** Thrown when the phone has no room even after everything that can go has gone; nothing was saved. */
class StorageFullError extends Error {
  override readonly name = 'StorageFullError'
  constructor() {
    super('the phone is full')
  }
}

const isFull = (error: unknown) => error instanceof Error || error instanceof DOMException
  ? error.name === 'QuotaExceededError'
  : false

/** What can be asked for again goes first: kept answers and pictures of the server's. */
export async function dropCaches(): Promise<void> {
  await globalThis.caches?.delete(PHOTO_CACHE).catch(() => false)
  await (await store()).clear('answers')
}

/** Then the bytes of photos whose commands were accepted: the server has them. */
const dropDeliveredPhotos = () => outboxTransaction(async (tx) => {
  for (const { photos } of await tx.objectStore('delivered').getAll()) {
    for (const hash of photos) {
      if (!await isNamed(tx, hash)) await tx.objectStore('photos').delete(hash)
    }
  }
})

/** Saves people's work in one transaction, on a full phone too, where room can be made. */
export function saveTransaction<Result>(change: (tx: OutboxTransaction) => Promise<Result>): Promise<Result> {
  askToPersist()
  return withinQuota(() => outboxTransaction(change))
}

/** Writes; when the phone is full, makes room step by step and tries again. */
export async function withinQuota<Result>(write: () => Promise<Result>): Promise<Result> {
  for (const makeRoom of [dropCaches, dropDeliveredPhotos, null]) {
    try {
      return await write()
    }
    catch (error) {
      if (!isFull(error)) throw error
      await makeRoom?.()
    }
  }
  throw new StorageFullError()
}

let hasAsked = false

/** From the first save on, the browser is asked not to clear this phone's work away. */
function askToPersist() {
  if (hasAsked) return
  hasAsked = true
  void globalThis.navigator?.storage?.persist?.().catch(() => false)
}

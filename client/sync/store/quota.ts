import type { OutboxTransaction } from './transactions.ts'
import { dropCaches } from './caches.ts'
import { dropMaps } from './map-caches.ts'
import { isNamed, outboxTransaction } from './transactions.ts'

/** Nothing was saved: the phone is full although all caches have been dropped. */
class StorageFullError extends Error {
  override readonly name = 'StorageFullError'
  constructor() {
    super('the phone is full')
  }
}

const isFull = (error: unknown) => error instanceof Error || error instanceof DOMException
  ? error.name === 'QuotaExceededError'
  : false

/** Drops the bytes of photos whose commands were accepted: the server has them. */
const dropDeliveredPhotos = () => outboxTransaction(async (tx) => {
  for (const { photos } of await tx.objectStore('delivered').getAll()) {
    for (const hash of photos) {
      if (!await isNamed(tx, hash)) await tx.objectStore('photos').delete(hash)
    }
  }
})

/**
 * Changes the outbox and drafts in one strict transaction; throws StorageFullError when the phone is full.
 */
export function saveTransaction<Result>(change: (tx: OutboxTransaction) => Promise<Result>): Promise<Result> {
  askToPersist()
  return withinQuota(() => outboxTransaction(change))
}

/** Runs `write`; on a full phone drops caches, then delivered photos, then saved maps, and tries again. */
export async function withinQuota<Result>(write: () => Promise<Result>): Promise<Result> {
  for (const freeSpace of [dropCaches, dropDeliveredPhotos, dropMaps, null]) {
    try {
      return await write()
    }
    catch (error) {
      if (!isFull(error)) throw error
      await freeSpace?.()
    }
  }
  throw new StorageFullError()
}

let hasAsked = false

/** Asks the browser once not to evict the database. */
function askToPersist() {
  if (hasAsked) return
  hasAsked = true
  void globalThis.navigator?.storage?.persist?.().catch(() => false)
}

import type { IDBPTransaction, StoreNames } from 'idb'
import type { Schema } from './schema.ts'
import { publish } from '../browser/channel.ts'
import { transact } from './store.ts'

/** The stores of the outbox and of drafts. */
const outboxStores = ['outbox', 'sent', 'returned', 'delivered', 'drafts', 'photos', 'uploaded'] as const
export type OutboxTransaction = IDBPTransaction<Schema, typeof outboxStores, 'readwrite'>

/** Changes the outbox and drafts in one strict transaction, and tells every tab. */
export async function outboxTransaction<Result>(
  change: (tx: OutboxTransaction) => Promise<Result>,
): Promise<Result> {
  const result = await strictTransaction(outboxStores, change)
  publish({ about: 'stores' })
  return result
}

/** When this resolves, all changes are on the disk; when it rejects, none is. */
export async function strictTransaction<const Names extends readonly StoreNames<Schema>[], Result>(
  names: Names,
  change: (tx: IDBPTransaction<Schema, Names, 'readwrite'>) => Promise<Result>,
): Promise<Result> {
  const tx = await transact(names)
  const done = tx.done.then(() => null, (error: unknown) => ({ error }))
  try {
    const result = await change(tx)
    const failure = await done
    if (failure) throw failure.error
    return result
  }
  catch (error) {
    abort(tx)
    await done
    // The transaction's own error has the cause; a request's may only say that it was aborted.
    throw tx.error ?? error
  }
}

function abort(tx: { abort: () => void }) {
  try {
    tx.abort()
  }
  catch {
    // The transaction has ended already.
  }
}

/** Deletes those of the photos that no command or draft on this phone names. */
export async function dropUnnamedPhotos(tx: OutboxTransaction, hashes: readonly string[]): Promise<void> {
  await Promise.all(
    [...new Set(hashes)].map(async (hash) => {
      const [named, delivered] = await Promise.all([
        isNamed(tx, hash),
        tx.objectStore('delivered').index('byPhoto').count(hash),
      ])
      if (named || delivered > 0) return
      await Promise.all([tx.objectStore('photos').delete(hash), tx.objectStore('uploaded').delete(hash)])
    }),
  )
}

/** Whether a draft, or a command not yet accepted, names the photo. */
export async function isNamed(tx: OutboxTransaction, hash: string): Promise<boolean> {
  const counts = await Promise.all(
    (['outbox', 'returned', 'drafts'] as const).map(name =>
      tx.objectStore(name).index('byPhoto').count(hash),
    ),
  )
  return counts.some(count => count > 0)
}

/** Saves the bytes of photos that are not there yet. */
export async function addPhotos(
  tx: OutboxTransaction,
  photos: readonly { hash: string, bytes: ArrayBuffer }[],
): Promise<void> {
  for (const { hash, bytes } of photos) {
    if ((await tx.objectStore('photos').getKey(hash)) === undefined)
      await tx.objectStore('photos').put(bytes, hash)
  }
}

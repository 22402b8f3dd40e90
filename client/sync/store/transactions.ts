import type { IDBPTransaction, StoreNames } from 'idb'
import type { Schema } from './store.ts'
import { publish } from '../browser/channel.ts'
import { store } from './store.ts'

/** The stores that hold what people have done and not yet got across. */
const workStores = ['outbox', 'sent', 'returned', 'delivered', 'drafts', 'photos', 'uploaded'] as const
export type OutboxTransaction = IDBPTransaction<Schema, typeof workStores, 'readwrite'>

/** Changes people's work in one strict transaction. */
export async function outboxTransaction<Result>(
  change: (tx: OutboxTransaction) => Promise<Result>,
): Promise<Result> {
  const result = await strictTransaction(workStores, change)
  publish({ about: 'stores' })
  return result
}

/**
 * Changes stores in one strict transaction: all of it is on the disk when this resolves, or nothing has
 * changed.
 */
export async function strictTransaction<const Names extends readonly StoreNames<Schema>[], Result>(
  names: Names,
  change: (tx: IDBPTransaction<Schema, Names, 'readwrite'>) => Promise<Result>,
): Promise<Result> {
  const tx = (await store()).transaction(names, 'readwrite', { durability: 'strict' })
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
    throw tx.error ?? error // The transaction knows why, where a request only knows that.
  }
}

function abort(tx: { abort: () => void }) {
  try {
    tx.abort()
  }
  catch {
    // It has ended already.
  }
}

/** Deletes those of the photos that nothing on this phone names any more. */
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

/** True while something not yet accepted needs the photo. */
export async function isNamed(tx: OutboxTransaction, hash: string): Promise<boolean> {
  const counts = await Promise.all(
    (['outbox', 'returned', 'drafts'] as const).map(name =>
      tx.objectStore(name).index('byPhoto').count(hash),
    ),
  )
  return counts.some(count => count > 0)
}

/** Keeps bytes that are not yet there. */
export async function addPhotos(
  tx: OutboxTransaction,
  photos: readonly { hash: string, bytes: ArrayBuffer }[],
): Promise<void> {
  for (const { hash, bytes } of photos) {
    if ((await tx.objectStore('photos').getKey(hash)) === undefined)
      await tx.objectStore('photos').put(bytes, hash)
  }
}

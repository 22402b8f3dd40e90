import type { IDBPObjectStore, IDBPTransaction, StoreNames } from 'idb'
import type { Lease, Schema, Waiting } from '../store/schema.ts'
import { keysAt } from '../store/key-ranges.ts'
import { withinQuota } from '../store/quota.ts'
import { strictTransaction } from '../store/transactions.ts'

type Stores = ArrayLike<StoreNames<Schema>>
type SentStore = IDBPObjectStore<Schema, Stores, 'sent', 'readwrite'>

/** Keys of an account's waiting commands that may have reached the server. */
export const sentKeys = async (
  sent: IDBPObjectStore<Schema, Stores, 'sent', 'readonly' | 'readwrite'>,
  accountId: string,
): Promise<Set<number>> => new Set(await sent.get(accountId))

/** Removes the marks of commands that have left the outbox; the store never reuses a key. */
export async function forgetSent(sent: SentStore, accountId: string, keys: Iterable<number>): Promise<void> {
  const gone = new Set(keys)
  const left = [...await sentKeys(sent, accountId)].filter(key => !gone.has(key))
  await (left.length > 0 ? sent.put(left, accountId) : sent.delete(accountId))
}

const storesToMark = ['outbox', 'sent', 'session', 'lease'] as const
type MarkingTransaction = IDBPTransaction<Schema, typeof storesToMark, 'readwrite'>

/**
 * The last step before a request: marks the commands as sent, so that nobody changes them any more, and
 * returns them as they are now. Null when another account has signed in or another tab holds the lease.
 */
export const markSent = <Entry extends Waiting & { key: number }>(
  entries: Entry[],
  accountId: string,
  holder: Lease['holder'],
): Promise<Entry[] | null> =>
  withinQuota(() => strictTransaction(storesToMark, tx => markIn(tx, entries, accountId, holder)))

async function markIn<Entry extends Waiting & { key: number }>(
  tx: MarkingTransaction,
  entries: Entry[],
  accountId: string,
  holder: string,
): Promise<Entry[] | null> {
  const [session, lease] = await Promise.all([
    tx.objectStore('session').get('session'),
    tx.objectStore('lease').get('lease'),
  ])
  if (!session?.isSignedIn || session.me?.accountId !== accountId || lease?.holder !== holder) return null
  const outbox = tx.objectStore('outbox')
  const [there, edited] = await Promise.all([
    keysAt(outbox, entries.map(({ key }) => key)),
    outbox.index('byEdit').getAllKeys(),
  ])
  const sent = tx.objectStore('sent')
  // One write for the whole batch: one record per account lists all keys.
  await sent.put([...new Set([...await sentKeys(sent, accountId), ...there])], accountId)
  const changed = new Set(edited)
  return await Promise.all(
    entries
      .filter(({ key }) => there.has(key)) // Leaves out commands withdrawn since they were read.
      .map(async entry => changed.has(entry.key) ? { ...entry, ...(await outbox.get(entry.key)) } : entry),
  )
}

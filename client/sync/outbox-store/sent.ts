import type { IDBPObjectStore, StoreNames } from 'idb'
import type { Schema } from '../store/store.ts'

type Stores = ArrayLike<StoreNames<Schema>>
type SentStore = IDBPObjectStore<Schema, Stores, 'sent', 'readwrite'>

/** Keys of an account's waiting commands that may have reached the server, and so never change again. */
export const sentKeys = async (
  sent: IDBPObjectStore<Schema, Stores, 'sent', 'readonly' | 'readwrite'>,
  accountId: string,
): Promise<Set<number>> => new Set(await sent.get(accountId))

/** Notes a whole batch in one write, however many commands it has. */
export async function noteSent(sent: SentStore, accountId: string, keys: Iterable<number>): Promise<void> {
  await sent.put([...new Set([...await sentKeys(sent, accountId), ...keys])], accountId)
}

/** Commands that have left the outbox need no note; the store never gives their keys to others. */
export async function forgetSent(sent: SentStore, accountId: string, keys: Iterable<number>): Promise<void> {
  const gone = new Set(keys)
  const left = [...await sentKeys(sent, accountId)].filter(key => !gone.has(key))
  await (left.length > 0 ? sent.put(left, accountId) : sent.delete(accountId))
}

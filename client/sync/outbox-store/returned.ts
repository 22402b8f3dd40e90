import type { Returned } from '../store/schema.ts'
import type { OutboxTransaction } from '../store/transactions.ts'
import { uuidv7 } from 'uuidv7'
import { saveTransaction } from '../store/quota.ts'
import { store } from '../store/store.ts'
import { dropUnnamedPhotos, outboxTransaction } from '../store/transactions.ts'
import { plainInput, readable, waitingCommand } from './new-command.ts'

/** A command that the server refused; `key` in the store `returned`. */
export interface ReturnedItem extends Returned { key: number }

/** An account's returned commands, oldest first. */
export async function returnedOf(accountId: string): Promise<ReturnedItem[]> {
  const index = (await store()).transaction('returned').store.index('byAccount')
  const [keys, items] = await Promise.all([index.getAllKeys(accountId), index.getAll(accountId)])
  return items.map((item, i) => ({ ...readable(item), key: keys[i]! }))
}

/**
 * Sends a returned command again, corrected (`input`) or as it was: under a new id, with the same photos and
 * the time it was made. A corrected one leaves out the photo that was refused. False when another tab was
 * quicker.
 */
export const resend = (key: number, input?: unknown): Promise<boolean> =>
  saveTransaction(tx => resendIn(tx, key, input))

/** The same inside a transaction. */
async function resendIn(tx: OutboxTransaction, key: number, input?: unknown): Promise<boolean> {
  const item = await tx.objectStore('returned').get(key)
  if (!item) return false
  const { envelope, accountId, photos, refusal } = readable(item)
  const refused = input !== undefined && 'hash' in refusal ? refusal.hash : undefined
  const left = photos.filter(hash => hash !== refused)
  const again = { ...envelope, id: uuidv7(), input: input === undefined ? envelope.input : plainInput(input) }
  await tx.objectStore('returned').delete(key)
  await tx.objectStore('outbox').add(waitingCommand(again, accountId, left))
  if (refused !== undefined) await dropUnnamedPhotos(tx, [refused])
  return true
}

/** The same for a command known by its id. */
export async function resendById(tx: OutboxTransaction, id: string, input: unknown): Promise<boolean> {
  const returned = tx.objectStore('returned')
  const [keys, items] = await Promise.all([returned.getAllKeys(), returned.getAll()])
  const at = items.findIndex(item => readable(item).envelope.id === id)
  return at >= 0 && await resendIn(tx, keys[at]!, input)
}

/** Deletes a returned command whose maker has read why. */
export const dismiss = (key: number): Promise<void> => outboxTransaction(async (tx) => {
  const item = await tx.objectStore('returned').get(key)
  await tx.objectStore('returned').delete(key)
  await dropUnnamedPhotos(tx, item?.photos ?? [])
})

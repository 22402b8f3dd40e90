import type { Trouble, Waiting } from '../store/schema.ts'
import type { OutboxTransaction } from '../store/transactions.ts'
import { readAt } from '../store/key-ranges.ts'
import { saveTransaction } from '../store/quota.ts'
import { store } from '../store/store.ts'
import { addPhotos, dropUnnamedPhotos, outboxTransaction } from '../store/transactions.ts'
import { endDraft } from './drafts.ts'
import { newEnvelope, plainInput, readable, waitingCommand } from './new-command.ts'
import { resendById } from './returned.ts'
import { sentKeys } from './sent.ts'

/**
 * A waiting command; `key` in the store `outbox`. `isSent`: it may have reached the server, and so never
 * changes again.
 */
export interface WaitingEntry extends Waiting { key: number, isSent: boolean }

/** `photos`: saved with the command and sent before it. `draftId`: the draft that becomes this command. */
export interface EnqueueOptions { photos?: { hash: string, bytes: ArrayBuffer }[], draftId?: string }

/** An account's waiting commands, oldest first. */
export async function waitingOf(accountId: string): Promise<WaitingEntry[]> {
  const tx = (await store()).transaction(['outbox', 'sent'])
  const index = tx.objectStore('outbox').index('byAccount')
  const [keys, items, sent] = await Promise.all([
    index.getAllKeys(accountId),
    index.getAll(accountId),
    sentKeys(tx.objectStore('sent'), accountId),
  ])
  return items.map((item, i) => ({ ...readable(item), key: keys[i]!, isSent: sent.has(keys[i]!) }))
}

/**
 * Saves a command with its photos' bytes and ends its draft: all of it or nothing. Returns the command's id;
 * throws DraftGoneError when another tab has ended the draft, StorageFullError when the phone is full.
 */
export async function add(
  accountId: string,
  name: string,
  input: unknown,
  { photos = [], draftId }: EnqueueOptions,
): Promise<string> {
  const envelope = newEnvelope(name, plainInput(input))
  const hashes = [...new Set(photos.map(({ hash }) => hash))]
  await saveTransaction(async (tx) => {
    await tx.objectStore('outbox').add(waitingCommand(envelope, accountId, hashes))
    await addPhotos(tx, photos)
    if (draftId !== undefined) await endDraft(tx, draftId)
  })
  return envelope.id
}

const isSent = async (tx: OutboxTransaction, accountId: string, key: number) =>
  (await sentKeys(tx.objectStore('sent'), accountId)).has(key)

/**
 * Changes a waiting command in place, or sends it again if it was returned meanwhile. Returns `left` when it
 * may have reached the server, and nothing was changed.
 */
export const edit = (key: number, id: string, input: unknown) =>
  saveTransaction<'changed' | 'resent' | 'left'>(async (tx) => {
    const outbox = tx.objectStore('outbox')
    const item = await outbox.get(key)
    if (!item) return (await resendById(tx, id, input)) ? 'resent' : 'left'
    if (await isSent(tx, item.accountId, key)) return 'left'
    const envelope = { ...item.envelope, input: plainInput(input) }
    await outbox.put({ ...item, envelope, editedAt: Date.now() }, key)
    return 'changed'
  })

/** Deletes a waiting command, as if it had never been made; false once it may have reached the server. */
export const withdraw = (key: number): Promise<boolean> => outboxTransaction(async (tx) => {
  const item = await tx.objectStore('outbox').get(key)
  if (!item || await isSent(tx, item.accountId, key)) return false
  await tx.objectStore('outbox').delete(key)
  await dropUnnamedPhotos(tx, item.photos)
  return true
})

const noted = ({ heldUntil: _, ...item }: Waiting): Waiting =>
  ({ ...item, attempts: item.attempts + 1, lastTroubleAt: Date.now() })

/** Counts an attempt that brought no decision, with its reason and until when the server put it off. */
export const noteTrouble = (
  keys: readonly number[],
  trouble: Trouble,
  heldUntil?: number,
): Promise<void> =>
  saveTransaction(async (tx) => {
    const outbox = tx.objectStore('outbox')
    const items = await readAt(outbox, keys)
    await Promise.all(
      [...items].map(([key, item]) =>
        outbox.put({ ...noted(item), trouble, ...(heldUntil && { heldUntil }) }, key),
      ),
    )
  })

import type { EnqueueOptions, ReturnedItem } from '../outbox.ts'
import type { Delivered } from '../store/store.ts'
import type { OutboxTransaction } from '../store/transactions.ts'
import { uuidv7 } from 'uuidv7'
import { saveTransaction } from '../store/quota.ts'
import { store } from '../store/store.ts'
import { addPhotos, dropUnnamedPhotos, outboxTransaction } from '../store/transactions.ts'
import { endDraft } from './drafts.ts'
import { sentKeys } from './sent.ts'

const laneOf = (name: string) => name.split('.')[0]!

/** A form's reactive objects cannot be stored; what travels is JSON anyway. */
const plain = (input: unknown): unknown => JSON.parse(JSON.stringify(input))

/**
 * Saves a command, its photos' bytes and the end of its draft: all of it or none. Answers its id; throws
 * DraftGoneError when another tab has ended the draft.
 */
export async function add(
  accountId: string,
  name: string,
  input: unknown,
  { photos = [], draftId }: EnqueueOptions,
): Promise<string> {
  const envelope = { id: uuidv7(), name, input: plain(input), madeAt: Date.now() }
  const hashes = [...new Set(photos.map(({ hash }) => hash))]
  await saveTransaction(async (tx) => {
    await tx
      .objectStore('outbox')
      .add({ envelope, lane: laneOf(name), accountId, photos: hashes, attempts: 0 })
    await addPhotos(tx, photos)
    if (draftId !== undefined) await endDraft(tx, draftId)
  })
  return envelope.id
}

const isSent = async (tx: OutboxTransaction, accountId: string, key: number) =>
  (await sentKeys(tx.objectStore('sent'), accountId)).has(key)

/**
 * Changes a waiting command in place, or sends it again when it came back meanwhile; `left` once it may have
 * reached the server.
 */
export const edit = (key: number, id: string, input: unknown) =>
  saveTransaction<'changed' | 'resent' | 'left'>(async (tx) => {
    const item = await tx.objectStore('outbox').get(key)
    if (!item) return (await resendBack(tx, id, input)) ? 'resent' : 'left'
    if (await isSent(tx, item.accountId, key)) return 'left'
    await tx
      .objectStore('outbox')
      .put({ ...item, envelope: { ...item.envelope, input: plain(input) }, editedAt: Date.now() }, key)
    return 'changed'
  })

/** Takes a waiting command back, as if it had never been made; false once it may have reached the server. */
export const withdraw = (key: number): Promise<boolean> => outboxTransaction(async (tx) => {
  const item = await tx.objectStore('outbox').get(key)
  if (!item || await isSent(tx, item.accountId, key)) return false
  await tx.objectStore('outbox').delete(key)
  await dropUnnamedPhotos(tx, item.photos)
  return true
})

/**
 * Sends a returned command again, mended or not: a new command with the same photos, done when it was done.
 * False when another tab was quicker.
 */
export const resend = (key: number, input?: unknown): Promise<boolean> =>
  saveTransaction(tx => resendIn(tx, key, input))

async function resendIn(tx: OutboxTransaction, key: number, input?: unknown): Promise<boolean> {
  const item = await tx.objectStore('returned').get(key)
  if (!item) return false
  const { envelope, accountId, photos } = item
  await tx.objectStore('returned').delete(key)
  const again = { ...envelope, id: uuidv7(), input: input === undefined ? envelope.input : plain(input) }
  await tx
    .objectStore('outbox')
    .add({ envelope: again, lane: laneOf(envelope.name), accountId, photos, attempts: 0 })
  return true
}

async function resendBack(tx: OutboxTransaction, id: string, input: unknown): Promise<boolean> {
  const returned = tx.objectStore('returned')
  const [keys, items] = await Promise.all([returned.getAllKeys(), returned.getAll()])
  const at = items.findIndex(({ envelope }) => envelope.id === id)
  return at >= 0 && await resendIn(tx, keys[at]!, input)
}

/** Its maker has read why. */
export const dismiss = (key: number): Promise<void> => outboxTransaction(async (tx) => {
  const item = await tx.objectStore('returned').get(key)
  await tx.objectStore('returned').delete(key)
  await dropUnnamedPhotos(tx, item?.photos ?? [])
})

/** What the server would not take from an account, oldest first. */
export async function returnedOf(accountId: string): Promise<ReturnedItem[]> {
  const index = (await store()).transaction('returned').store.index('byAccount')
  const [keys, items] = await Promise.all([index.getAllKeys(accountId), index.getAll(accountId)])
  return items.map((item, i) => ({ ...item, key: keys[i]! }))
}

/** The last commands of an account that were accepted, oldest first. */
export const deliveredOf = async (accountId: string): Promise<Delivered[]> =>
  await (await store()).getAllFromIndex('delivered', 'byAccount', accountId)

/** Photos that the server has. */
export const uploadedPhotos = async (): Promise<string[]> => await (await store()).getAllKeys('uploaded')

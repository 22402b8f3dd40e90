import type { Decision } from '#shared/sync/protocol.ts'
import type { IDBPTransaction } from 'idb'
import type { PhotoRefused, Returned, Schema, Trouble, Waiting } from '../store/store.ts'
import type { OutboxTransaction } from '../store/transactions.ts'
import type { Entry } from './batch.ts'
import { forgetSent, noteSent, sentKeys } from '../outbox-store/sent.ts'
import { keysAt, readAt, takeAt } from '../store/key-ranges.ts'
import { saveTransaction, withinQuota } from '../store/quota.ts'
import { store } from '../store/store.ts'
import { dropUnnamedPhotos, strictTransaction } from '../store/transactions.ts'

const DELIVERED_MAX = 50

/**
 * A waiting command as pages see it. `isSent`: it may have reached the server, and so never changes again.
 */
export interface WaitingEntry extends Waiting { key: number, isSent: boolean }

/** An account's waiting commands, oldest first. */
export async function waitingOf(accountId: string): Promise<WaitingEntry[]> {
  const tx = (await store()).transaction(['outbox', 'sent'])
  const index = tx.objectStore('outbox').index('byAccount')
  const [keys, items, sent] = await Promise.all([
    index.getAllKeys(accountId),
    index.getAll(accountId),
    sentKeys(tx.objectStore('sent'), accountId),
  ])
  return items.map((item, i) => ({ ...item, key: keys[i]!, isSent: sent.has(keys[i]!) }))
}

/** How many commands of an account wait. */
export const countWaiting = async (accountId: string): Promise<number> =>
  await (await store()).countFromIndex('outbox', 'byAccount', accountId)

type LeavingTransaction = IDBPTransaction<
  Schema,
  readonly ['outbox', 'sent', 'session', 'lease'],
  'readwrite'
>

/**
 * The last step before a request leaves: notes that these commands may have reached the server, so that
 * nobody
 * changes them any more, and answers them as they now are. Null when the account or the right to send is
 * another's by now.
 */
export const markSent = (entries: Entry[], accountId: string, holder: string): Promise<Entry[] | null> =>
  withinQuota(() =>
    strictTransaction(['outbox', 'sent', 'session', 'lease'], tx =>
      noteLeaving(tx, entries, accountId, holder)),
  )

async function noteLeaving(
  tx: LeavingTransaction,
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
    keysAt(
      outbox,
      entries.map(({ key }) => key),
    ),
    outbox.index('byEdit').getAllKeys(),
  ])
  const sending = entries.filter(({ key }) => there.has(key)) // Without those withdrawn a moment ago.
  await noteSent(tx.objectStore('sent'), accountId, there)
  const changed = new Set(edited)
  return await Promise.all(
    sending.map(async entry =>
      changed.has(entry.key) ? { ...entry, ...(await outbox.get(entry.key)) } : entry,
    ),
  )
}

/** What was decided about a command on this phone, by the server or by the phone itself. */
export type Verdict = Decision | { status: 'refused', refusal: PhotoRefused }

/**
 * Takes an account's decided commands out of the outbox, in the transaction that puts each where it belongs:
 * delivered, or returned to be read.
 */
export async function settle(
  accountId: string,
  decided: { key: number, verdict: Verdict }[],
): Promise<void> {
  if (decided.length === 0) return
  const keys = decided.map(({ key }) => key)
  await saveTransaction(async (tx) => {
    const items = await takeAt(tx.objectStore('outbox'), keys)
    const decisions = decided.flatMap(({ key, verdict }) =>
      items.has(key) ? [{ verdict, item: items.get(key)! }] : [],
    )
    await forgetSent(tx.objectStore('sent'), accountId, keys)
    await Promise.all(
      decisions.map(({ verdict, item }) =>
        verdict.status === 'accepted' ? undefined : putBack(tx, item, verdict),
      ),
    )
    await deliver(
      tx,
      accountId,
      decisions.flatMap(({ verdict, item }) =>
        verdict.status === 'accepted' ? [{ item, result: verdict.result }] : [],
      ),
    )
  })
}

async function putBack(
  tx: OutboxTransaction,
  { envelope, accountId, photos }: Waiting,
  verdict: Exclude<Verdict, { status: 'accepted' }>,
) {
  const refusal: Returned['refusal'] =
    verdict.status === 'refused' ? verdict.refusal : { code: 'malformed', issues: verdict.issues }
  await tx.objectStore('returned').add({ envelope, accountId, photos, refusal, at: Date.now() })
}

/** Keeps the newest of what was accepted; of the rest, only photos that something else still names. */
async function deliver(
  tx: OutboxTransaction,
  accountId: string,
  accepted: { item: Waiting, result: unknown }[],
) {
  const delivered = tx.objectStore('delivered')
  const newest = accepted.slice(-DELIVERED_MAX)
  await Promise.all(newest.map(({ item: { envelope: { id, name, input }, photos }, result }) =>
    delivered.add({ id, name, input, result, at: Date.now(), accountId, photos })))
  const tooMany = (await delivered.index('byAccount').getAllKeys(accountId)).slice(0, -DELIVERED_MAX)
  const older = await takeAt(delivered, tooMany)
  await dropUnnamedPhotos(
    tx,
    [...accepted.slice(0, -DELIVERED_MAX).map(({ item }) => item), ...older.values()].flatMap(
      ({ photos }) => photos,
    ),
  )
}

/** Counts a try that brought no decision, and why it did not. */
export const noteTrouble = (keys: readonly number[], trouble: Trouble): Promise<void> =>
  saveTransaction(async (tx) => {
    const outbox = tx.objectStore('outbox')
    const items = await readAt(outbox, keys)
    await Promise.all(
      [...items].map(([key, item]) =>
        outbox.put({ ...item, attempts: item.attempts + 1, lastTroubleAt: Date.now(), trouble }, key),
      ),
    )
  })

import type { Decision, Envelope } from '#shared/sync/protocol.ts'
import type { Entry } from './batch.ts'
import type { PhotoRefused, Returned, Waiting } from './store.ts'
import type { WorkTransaction } from './work.ts'
import { saveWork } from './room.ts'
import { store } from './store.ts'
import { changeWork, dropUnnamedPhotos } from './work.ts'

const DELIVERED_MAX = 50

/** An account's waiting commands, oldest first. */
export async function waitingOf(accountId: string): Promise<Entry[]> {
  const index = (await store()).transaction('outbox').store.index('byAccount')
  const [keys, items] = await Promise.all([index.getAllKeys(accountId), index.getAll(accountId)])
  return items.map((item, i) => ({ ...item, key: keys[i]! }))
}

/**
 * The last step before a request leaves: notes that these commands may have reached the server, so that nobody
 * changes them any more, and answers them as they now are. Null when the account or the right to send is another's by now.
 */
export async function markSent(keys: number[], accountId: string, holder: string): Promise<Map<number, Envelope> | null> {
  const tx = (await store()).transaction(['outbox', 'session', 'lease'], 'readwrite', { durability: 'strict' })
  const [session, lease] = await Promise.all([tx.objectStore('session').get('session'), tx.objectStore('lease').get('lease')])
  if (!session?.isSignedIn || session.me?.accountId !== accountId || lease?.holder !== holder) return null
  const marked = new Map<number, Envelope>()
  await Promise.all(keys.map(async (key) => {
    const item = await tx.objectStore('outbox').get(key)
    if (!item) return // Withdrawn a moment ago.
    marked.set(key, item.envelope)
    if (!item.isSent) await tx.objectStore('outbox').put({ ...item, isSent: true }, key)
  }))
  await tx.done
  return marked
}

/** What was decided about a command on this phone, by the server or by the phone itself. */
export type Verdict = Decision | { status: 'refused', refusal: PhotoRefused }

/** Takes decided commands out of the outbox, in the transaction that puts each where it belongs: delivered, or returned to be read. */
export async function settle(decided: { key: number, verdict: Verdict }[]): Promise<void> {
  if (decided.length === 0) return
  await saveWork(async (tx) => {
    const items = await Promise.all(decided.map(({ key }) => tx.objectStore('outbox').get(key)))
    const decisions = decided.flatMap(({ key, verdict }, i) => items[i] ? [{ key, verdict, item: items[i] }] : [])
    await Promise.all(decisions.map(({ key }) => tx.objectStore('outbox').delete(key)))
    await Promise.all(decisions.map(({ verdict, item }) => verdict.status === 'accepted' ? undefined : putBack(tx, item, verdict)))
    await deliver(tx, decisions.flatMap(({ verdict, item }) => verdict.status === 'accepted' ? [{ item, result: verdict.result }] : []))
  })
}

async function putBack(tx: WorkTransaction, { envelope, accountId, photos }: Waiting, verdict: Exclude<Verdict, { status: 'accepted' }>) {
  const refusal: Returned['refusal'] = verdict.status === 'refused' ? verdict.refusal : { code: 'malformed', issues: verdict.issues }
  await tx.objectStore('returned').add({ envelope, accountId, photos, refusal, at: Date.now() })
}

/** Keeps the newest of what was accepted; of the rest, only photos that something else still names. */
async function deliver(tx: WorkTransaction, accepted: { item: Waiting, result: unknown }[]) {
  const delivered = tx.objectStore('delivered')
  const newest = accepted.slice(-DELIVERED_MAX)
  const unnamed = new Set(accepted.slice(0, -DELIVERED_MAX).flatMap(({ item }) => item.photos))
  await Promise.all(newest.map(({ item: { envelope: { id, name, input }, accountId, photos }, result }) =>
    delivered.add({ id, name, input, result, at: Date.now(), accountId, photos })))
  for (const accountId of new Set(newest.map(({ item }) => item.accountId))) {
    const keys = await delivered.index('byAccount').getAllKeys(accountId)
    await Promise.all(keys.slice(0, -DELIVERED_MAX).map(async (key) => {
      for (const hash of (await delivered.get(key))?.photos ?? []) unnamed.add(hash)
      await delivered.delete(key)
    }))
  }
  await dropUnnamedPhotos(tx, [...unnamed])
}

/** Counts a try that brought no answer. */
export const noteTrouble = (keys: Iterable<number>): Promise<void> => changeWork(async (tx) => {
  for (const key of keys) {
    const item = await tx.objectStore('outbox').get(key)
    if (item) await tx.objectStore('outbox').put({ ...item, attempts: item.attempts + 1, lastTroubleAt: Date.now() }, key)
  }
})

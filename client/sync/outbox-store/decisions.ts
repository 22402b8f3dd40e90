import type { Decision } from '#shared/sync/protocol.ts'
import type { Delivered, PhotoRefused, Returned, Waiting } from '../store/schema.ts'
import type { OutboxTransaction } from '../store/transactions.ts'
import { withoutSecret } from '#shared/sync/secret.ts'
import { takeAt, takeKnown } from '../store/key-ranges.ts'
import { saveTransaction } from '../store/quota.ts'
import { store } from '../store/store.ts'
import { dropUnnamedPhotos } from '../store/transactions.ts'
import { readable } from './new-command.ts'
import { forgetSent } from './sent.ts'

const DELIVERED_MAX = 50

/** What the server decided about a command, or the phone itself where a photo can't be sent. */
export type Verdict = Decision | { status: 'refused', refusal: PhotoRefused }
/**
 * A waiting command's key in the store `outbox`, and what was decided about it. `item`: the command as it was
 * sent, since when it can't have changed; without it, it is read.
 */
export interface Decided { key: number, verdict: Verdict, item?: Waiting }
interface Accepted { item: Waiting, result: unknown }

/**
 * Moves an account's decided commands out of the outbox, to `delivered` or `returned`, in one transaction.
 */
export async function saveDecisions(accountId: string, decided: Decided[]): Promise<void> {
  if (decided.length === 0) return
  const keys = decided.map(({ key }) => key)
  const known = new Map(decided.flatMap(({ key, item }) => item ? [[key, item] as const] : []))
  await saveTransaction(async (tx) => {
    const outbox = tx.objectStore('outbox')
    const [items, deliveredKeys] = await Promise.all([
      known.size === decided.length ? takeKnown(outbox, known) : takeAt(outbox, keys),
      tx.objectStore('delivered').index('byAccount').getAllKeys(accountId),
      forgetSent(tx.objectStore('sent'), accountId, keys),
    ])
    const accepted: Accepted[] = []
    const returned: Returned[] = []
    for (const { key, verdict } of decided) {
      const item = items.get(key)
      if (!item) continue
      if (verdict.status === 'accepted') accepted.push({ item, result: verdict.result })
      else returned.push(returnedFrom(readable(item), verdict))
    }
    await Promise.all(returned.map(item => tx.objectStore('returned').add(item)))
    if (accepted.length > 0) await saveDelivered(tx, accountId, accepted, deliveredKeys)
  })
}

const returnedFrom = (
  { envelope, accountId, photos }: Waiting,
  verdict: Exclude<Verdict, { status: 'accepted' }>,
): Returned => ({
  envelope: { ...envelope, input: withoutSecret(envelope.name, envelope.input) },
  accountId,
  photos,
  refusal: verdict.status === 'refused' ? verdict.refusal : { code: 'malformed', issues: verdict.issues },
  at: Date.now(),
})

/**
 * Saves the newest accepted commands and drops older ones, with photos that nothing else names. `earlier`:
 * the keys of those saved before, oldest first.
 */
async function saveDelivered(
  tx: OutboxTransaction,
  accountId: string,
  accepted: Accepted[],
  earlier: readonly number[],
) {
  const delivered = tx.objectStore('delivered')
  const newest = accepted.slice(-DELIVERED_MAX)
  const tooMany = earlier.slice(0, Math.max(0, earlier.length + newest.length - DELIVERED_MAX))
  const [removed] = await Promise.all([
    takeAt(delivered, tooMany),
    ...newest.map(({ item: { envelope: { id, name, input }, photos }, result }) =>
      delivered.add({
        id,
        name,
        input: withoutSecret(name, input),
        result,
        at: Date.now(),
        accountId,
        photos,
      })),
  ])
  const dropped = [...accepted.slice(0, -DELIVERED_MAX).map(({ item }) => item), ...removed.values()]
  await dropUnnamedPhotos(tx, dropped.flatMap(({ photos }) => photos))
}

/** An account's last accepted commands, oldest first. */
export const deliveredOf = async (accountId: string): Promise<Delivered[]> =>
  await (await store()).getAllFromIndex('delivered', 'byAccount', accountId)

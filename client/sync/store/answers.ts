import type { SavedAnswer } from './schema.ts'
import { withStore } from './store.ts'

const ANSWERS_MAX = 200

const keyOf = (accountId: string, name: string, input: unknown) => JSON.stringify([accountId, name, input])

/** An account's last answer to a query, if it is still saved. */
export const savedAnswer = async (
  accountId: string,
  name: string,
  input: unknown,
): Promise<SavedAnswer | undefined> =>
  await withStore(db => db.get('answers', keyOf(accountId, name, input))).catch(() => undefined)

/** Saves an answer and drops the oldest beyond 200; does nothing on a full phone or without a database. */
export async function saveAnswer(name: string, input: unknown, saved: SavedAnswer): Promise<void> {
  const tx = await withStore(db => db.transaction('answers', 'readwrite')).catch(() => undefined)
  if (!tx) return
  const done = tx.done.catch(() => {})
  try {
    await tx.store.put(saved, keyOf(saved.accountId, name, input))
    const tooMany = (await tx.store.count()) - ANSWERS_MAX
    for (const key of tooMany > 0 ? await tx.store.index('byAge').getAllKeys(null, tooMany) : [])
      await tx.store.delete(key)
  }
  catch {
    // The phone is full: space goes to the outbox first (quota.ts).
  }
  await done
}

/** Deletes an answer, as when the account may not see it any more. Without a database there is none. */
export const dropAnswer = async (accountId: string, name: string, input: unknown): Promise<void> =>
  await withStore(db => db.delete('answers', keyOf(accountId, name, input))).catch(() => {})

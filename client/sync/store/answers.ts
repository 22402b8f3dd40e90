import type { SavedAnswer } from './schema.ts'
import { store } from './store.ts'

const ANSWERS_MAX = 200

const keyOf = (accountId: string, name: string, input: unknown) => JSON.stringify([accountId, name, input])

/** An account's last answer to a query, if it is still saved. */
export const savedAnswer = async (
  accountId: string,
  name: string,
  input: unknown,
): Promise<SavedAnswer | undefined> =>
  await (await store()).get('answers', keyOf(accountId, name, input)).catch(() => undefined)

/** Saves an answer and drops the oldest beyond 200; does nothing on a full phone. */
export async function saveAnswer(name: string, input: unknown, saved: SavedAnswer): Promise<void> {
  const tx = (await store()).transaction('answers', 'readwrite')
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

/** Deletes an answer, as when the account may not see it any more. */
export const dropAnswer = async (accountId: string, name: string, input: unknown): Promise<void> =>
  await (await store()).delete('answers', keyOf(accountId, name, input))

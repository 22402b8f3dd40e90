import type { SavedAnswer } from './store.ts'
import { store } from './store.ts'

const ANSWERS_MAX = 200

const keyOf = (accountId: string, name: string, input: unknown) => JSON.stringify([accountId, name, input])

/** The last answer this account got, if the phone still has it. */
export const savedAnswer = async (
  accountId: string,
  name: string,
  input: unknown,
): Promise<SavedAnswer | undefined> =>
  await (await store()).get('answers', keyOf(accountId, name, input)).catch(() => undefined)

/** Keeps an answer, and lets the oldest go. A full phone merely keeps none. */
export async function saveAnswer(name: string, input: unknown, kept: SavedAnswer): Promise<void> {
  const tx = (await store()).transaction('answers', 'readwrite')
  const done = tx.done.catch(() => {})
  try {
    await tx.store.put(kept, keyOf(kept.accountId, name, input))
    const tooMany = (await tx.store.count()) - ANSWERS_MAX
    for (const key of tooMany > 0 ? await tx.store.index('byAge').getAllKeys(null, tooMany) : [])
      await tx.store.delete(key)
  }
  catch {
    // Work comes before answers: `saveTransaction` makes the room it needs.
  }
  await done
}

/** Forgets an answer that is no longer this account's to see. */
export const dropAnswer = async (accountId: string, name: string, input: unknown): Promise<void> =>
  await (await store()).delete('answers', keyOf(accountId, name, input))

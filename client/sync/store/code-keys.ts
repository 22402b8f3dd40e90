import { store } from './store.ts'

/** The keys of rotating codes share a store with the kiosks' door keys. */
const PREFIX = 'code/'
const everyKey = () => IDBKeyRange.bound(PREFIX, `${PREFIX}\uFFFF`)
const DAY_LENGTH = 10

/** A key's name: whose it is, purpose, subject, and at its end the day. */
export const codeKeyName = (...parts: [accountId: string, ...what: string[], day: string]): string =>
  PREFIX + parts.join('/')

/** Saves keys by their names, and deletes those of days before `today`. */
export async function putCodeKeys(
  keys: readonly (readonly [name: string, key: CryptoKey])[],
  today: string,
): Promise<void> {
  const tx = (await store()).transaction('doorKeys', 'readwrite')
  for (const name of await tx.store.getAllKeys(everyKey())) {
    if (name.slice(-DAY_LENGTH) < today) void tx.store.delete(name)
  }
  for (const [name, key] of keys) void tx.store.put(key, name)
  await tx.done
}

/** The key of that name, if this phone has it. */
export const getCodeKey = async (name: string): Promise<CryptoKey | undefined> =>
  await (await store()).get('doorKeys', name) as CryptoKey | undefined

/** Deletes every one: somebody signs out of this phone. */
export const dropCodeKeys = async (): Promise<void> => await (await store()).delete('doorKeys', everyKey())

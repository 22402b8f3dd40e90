import { store } from '#client/sync/store/store.ts'
import { fromBase64Url } from '#shared/kernel/bytes.ts'

const read = async (key: string): Promise<CryptoKey> =>
  await crypto.subtle.importKey('raw', fromBase64Url(key)!, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ])

/**
 * Keeps the key of this tablet's door codes as the browser's own object: it can be used and not read out,
 * here or elsewhere.
 */
export async function saveDoorKey(accountId: string, key: string): Promise<void> {
  const kept = await read(key)
  await (await store()).put('doorKeys', kept, accountId)
}

/**
 * The key again; undefined when this tablet has lost it. What an older app left as text is text no more after
 * this.
 */
export async function savedDoorKey(accountId: string): Promise<CryptoKey | undefined> {
  const kept = await (await store()).get('doorKeys', accountId)
  if (typeof kept !== 'string') return kept
  await saveDoorKey(accountId, kept)
  return await (await store()).get('doorKeys', accountId) as CryptoKey
}

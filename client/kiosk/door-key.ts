import { store } from '#client/sync/store/store.ts'
import { fromBase64Url } from '#shared/kernel/bytes.ts'

const read = async (key: string): Promise<CryptoKey> =>
  await crypto.subtle.importKey('raw', fromBase64Url(key)!, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ])

/** Saves the key of this kiosk's door codes as a CryptoKey that can't be exported. */
export async function saveDoorKey(accountId: string, key: string): Promise<void> {
  const saved = await read(key)
  await (await store()).put('doorKeys', saved, accountId)
}

/** The key, if this kiosk still has it. A key that an older app saved as text becomes a CryptoKey. */
export async function savedDoorKey(accountId: string): Promise<CryptoKey | undefined> {
  const saved = await (await store()).get('doorKeys', accountId)
  if (typeof saved !== 'string') return saved
  await saveDoorKey(accountId, saved)
  return await (await store()).get('doorKeys', accountId) as CryptoKey
}

import { hmacKey } from '#client/app/device/signature.ts'
import { store } from '#client/sync/store/store.ts'

/** Saves the key of this kiosk's door codes as a CryptoKey that can't be exported. */
export async function saveDoorKey(accountId: string, key: string): Promise<void> {
  const saved = await hmacKey(key)
  await (await store()).put('doorKeys', saved, accountId)
}

/** The key, if this kiosk still has it. A key that an older app saved as text becomes a CryptoKey. */
export async function savedDoorKey(accountId: string): Promise<CryptoKey | undefined> {
  const saved = await (await store()).get('doorKeys', accountId)
  if (typeof saved !== 'string') return saved
  await saveDoorKey(accountId, saved)
  return await (await store()).get('doorKeys', accountId) as CryptoKey
}

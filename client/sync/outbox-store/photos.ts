import { toHex } from '#shared/kernel/bytes.ts'
import { saveTransaction } from '../store/quota.ts'
import { store } from '../store/store.ts'

/** A photo's bytes, if they are still on this phone; a damaged entry counts as gone. */
export const photoBytes = async (hash: string): Promise<ArrayBuffer | undefined> =>
  await (await store()).get('photos', hash).catch(() => undefined)

/** Whether a photo's bytes still have the digest that names it. */
export async function isIntact(hash: string): Promise<boolean> {
  const bytes = await photoBytes(hash)
  if (!bytes) return false
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return toHex(digest) === hash
}

/** Hashes of the photos that the server has stored. */
export const uploadedPhotos = async (): Promise<string[]> => await (await store()).getAllKeys('uploaded')

/** Notes that the server has stored a photo. */
export const noteUploaded = (hash: string): Promise<void> =>
  saveTransaction(async tx => void await tx.objectStore('uploaded').put(Date.now(), hash))

/** The server has lost the photo: it must be sent again. */
export const forgetUploaded = async (hash: string): Promise<void> =>
  await (await store()).delete('uploaded', hash)

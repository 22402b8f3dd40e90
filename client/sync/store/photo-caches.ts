/** The older app had one cache for everybody, called by this alone. */
const PREFIX = 'photos'

/** The name of an account's cache of photos. */
export const photoCacheOf = (accountId: string): string => `${PREFIX} ${accountId}`

/** Drops cached photos, but for those of one account. */
export async function dropPhotos(except?: string): Promise<void> {
  const kept = except && photoCacheOf(except)
  try {
    for (const name of await globalThis.caches?.keys() ?? []) {
      if (name.startsWith(PREFIX) && name !== kept) await caches.delete(name)
    }
  }
  catch {
    // The browser allows no storage, so there is none.
  }
}

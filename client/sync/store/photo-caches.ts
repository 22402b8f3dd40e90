import { answerWithin } from '#client/patience.ts'

/** The older app had one cache for everybody, with just this name. */
const PREFIX = 'photos'

/**
 * How long to wait for the browser to drop a cache, so that a silent one delays neither a sign-out nor a
 * report.
 */
const DROP_WAIT_MS = 5_000

/** The name of an account's cache of photos. */
export const photoCacheOf = (accountId: string): string => `${PREFIX} ${accountId}`

/** Drops cached photos, but for those of one account. */
export async function dropPhotos(except?: string): Promise<void> {
  const kept = except && photoCacheOf(except)
  // Where the browser allows no storage there is none.
  await answerWithin(DROP_WAIT_MS, async () => {
    for (const name of await globalThis.caches?.keys() ?? []) {
      if (name.startsWith(PREFIX) && name !== kept) await caches.delete(name)
    }
  }, undefined)
}

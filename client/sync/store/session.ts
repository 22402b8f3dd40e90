import type { SavedSession } from './schema.ts'
import { publish } from '../browser/channel.ts'
import { dropPhotos } from './photo-caches.ts'
import { store } from './store.ts'

const nobody: SavedSession = { me: null, isSignedIn: false, signedInAt: 0 }

/** Who uses this phone, the same for every tab and the service worker. */
export const savedSession = async (): Promise<SavedSession> =>
  (await (await store()).get('session', 'session')) ?? nobody

/** Saves who is signed in and tells every tab. Cached photos are only for whoever is signed in. */
export async function saveSession(change: Partial<SavedSession>): Promise<SavedSession> {
  const tx = (await store()).transaction('session', 'readwrite')
  const saved = { ...nobody, ...await tx.store.get('session'), ...change }
  void tx.store.put(saved, 'session')
  await tx.done
  await dropPhotos(saved.isSignedIn ? saved.me?.accountId : undefined)
  publish({ about: 'session' })
  return saved
}

/** The server answered 401 to a request begun at `askedAt` (UTC ms): the account stays, signed out. */
export async function sessionEnded(askedAt: number): Promise<void> {
  const { isSignedIn, signedInAt } = await savedSession()
  // A request from before the sign-in says nothing about the new session. A `signedInAt` in the future was
  // noted before the phone's clock was put back.
  if (isSignedIn && (signedInAt <= askedAt || signedInAt > Date.now()))
    await saveSession({ isSignedIn: false })
}

import type { SavedSession } from './store.ts'
import { publish } from '../browser/channel.ts'
import { store } from './store.ts'

const nobody: SavedSession = { me: null, isSignedIn: false, signedInAt: 0 }

/** Whose phone this is now, as every tab and the service worker see it. */
export const savedSession = async (): Promise<SavedSession> =>
  (await (await store()).get('session', 'session')) ?? nobody

/** Notes who is signed in, and tells every tab. */
export async function saveSession(change: Partial<SavedSession>): Promise<SavedSession> {
  const tx = (await store()).transaction('session', 'readwrite')
  const kept = { ...nobody, ...await tx.store.get('session'), ...change }
  void tx.store.put(kept, 'session')
  await tx.done
  publish({ about: 'session' })
  return kept
}

/**
 * The server did not know the session of a request begun at `askedAt`: everything is kept until they sign in
 * again.
 */
export async function sessionEnded(askedAt: number): Promise<void> {
  const { isSignedIn, signedInAt } = await savedSession()
  // An answer to a question from before the sign-in says nothing about the new session. A sign-in still to
  // come was by a clock since put right.
  if (isSignedIn && (signedInAt <= askedAt || signedInAt > Date.now()))
    await saveSession({ isSignedIn: false })
}

import type { SavedSession } from './schema.ts'
import { decides } from '#shared/identity/roles.ts'
import { publish } from '../browser/channel.ts'
import { dropCaches } from './caches.ts'
import { dropPhotos } from './photo-caches.ts'
import { store, withStore } from './store.ts'

/** What is known of the phone's holder where nothing is saved. */
export const nobody: SavedSession = { me: null, isSignedIn: false, signedInAt: 0 }

/** Who uses this phone, the same for every tab and the service worker. */
export const savedSession = async (): Promise<SavedSession> =>
  (await withStore(db => db.get('session', 'session'))) ?? nobody

/**
 * Saves who is signed in and tells every tab. Somebody with another post gets no answers from before, and
 * cached photos stay for the account that is signed in.
 */
export async function saveSession(change: Partial<SavedSession>): Promise<SavedSession> {
  const tx = (await store()).transaction(['session', 'answers'], 'readwrite')
  const before = { ...nobody, ...await tx.objectStore('session').get('session') }
  const saved = { ...before, ...change }
  const isOther = before.me !== null && isOtherPost(saved, before)
  void tx.objectStore('session').put(saved, 'session')
  if (isOther) void tx.objectStore('answers').clear()
  await tx.done
  await dropPhotos(saved.isSignedIn && !isOther ? saved.me?.accountId : undefined)
  publish({ about: 'session' })
  return saved
}

/**
 * Whether the account's posts have changed. For a phone from before posts the first list is no change, so it
 * loses nothing.
 */
const isOtherPost = (now: SavedSession, before: SavedSession) => postOf(now) !== postOf(before)
  || (before.me?.posts !== undefined && scopesOf(now) !== scopesOf(before))

const scopesOf = ({ me }: SavedSession) => JSON.stringify(me?.posts?.map(({ kind, scope }) => [kind, scope]))

/** Everything that decides what an account may be shown. A keeper's stations may change with each sign-in. */
const postOf = ({ me, signedInAt }: SavedSession) => JSON.stringify(me && [
  me.accountId,
  me.role,
  ...(decides(me.role) ? [me.areaId, me.unitName] : []),
  ...(me.role === 'keeper' ? [signedInAt] : []),
])

/**
 * Notes that the server answered 401 to a request begun at `askedAt` (UTC ms): the account stays, signed out.
 * Of accounts that decide about others the saved answers are deleted, since they may have been dismissed.
 */
export async function sessionEnded(askedAt: number): Promise<void> {
  const { me, isSignedIn, signedInAt } = await savedSession()
  // A request from before the sign-in says nothing about the new session. A `signedInAt` in the future was
  // noted before the phone's clock was put back.
  if (!isSignedIn || (signedInAt > askedAt && signedInAt <= Date.now())) return
  if (me && decides(me.role)) await dropCaches()
  await saveSession({ isSignedIn: false })
}

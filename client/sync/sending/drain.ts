import type { Leadership } from './leader.ts'
import type { RoundResult } from './round.ts'
import { uploadedPhotos } from '../outbox-store/photos.ts'
import { savedSession } from '../store/session.ts'
import { EVERYTHING } from './backoff.ts'
import { savedRetryAfter, saveRetryAfter } from './retry-after.ts'
import { Round } from './round.ts'

/**
 * One round over the outbox: sends what the signed-in account has waiting, except in the lanes to skip, until
 * nothing more moves.
 */
export async function drain(
  leadership: Leadership,
  skip: ReadonlySet<string> = new Set(),
): Promise<RoundResult> {
  const { me, isSignedIn } = await savedSession()
  if (!me || !isSignedIn) return { end: 'signedOut', held: new Map() }
  // Without a network nothing is marked as sent, so waiting commands can still be edited in place.
  if (globalThis.navigator?.onLine === false) return { end: 'unreachable', held: new Map() }
  const [waits, uploaded] = await Promise.all([savedRetryAfter(), uploadedPhotos()])
  const everythingMs = waits.get(EVERYTHING)
  if (everythingMs !== undefined) return { end: 'unreachable', afterMs: everythingMs, held: new Map() }
  const skipped = new Set([...skip, ...waits.keys()])
  const result = await new Round(leadership, me.accountId, skipped, new Set(uploaded)).run()
  await saveRetryAfter(new Map([...result.held, [EVERYTHING, result.afterMs ?? 0]]))
  return { ...result, held: new Map([...result.held, ...[...waits].filter(([lane]) => !skip.has(lane))]) }
}

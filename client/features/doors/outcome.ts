import type { LiveReply } from '#client/sync/outbox.ts'
import type { Refusal } from '#shared/refusal.ts'
import { failureText } from '#client/app/forms/problems.ts'
import { refusalText } from '#client/app/words/index.ts'

/** A station as a link names it. */
export interface Named { id: string, name: string }
/** The state of an entry. `saved`: no answer came; the check-in waits on the phone and the pass is shown. */
export type Entering =
  | { kind: 'asking' }
  | { kind: 'opening', station?: Named }
  | { kind: 'open', station?: Named }
  | { kind: 'saved', trouble: string }
  | { kind: 'failed', nearest: Named | undefined }
  | { kind: 'refused', code: string, words: string, nearest?: Named }

/** A refusal, with the nearest open station if the server named one. */
export function refused(refusal: Refusal): Entering {
  const isElsewhere =
    refusal.code === 'stations.closed' && refusal.stationId !== undefined && refusal.stationName !== undefined
  return {
    kind: 'refused',
    code: refusal.code,
    words: refusalText(refusal),
    ...(isElsewhere && { nearest: { id: refusal.stationId!, name: refusal.stationName! } }),
  }
}

/** What the server has decided; undefined when it was unreachable or busy. */
export function outcomeOf(reply: LiveReply<'stations.enter'> | undefined): Entering | undefined {
  if (reply === 'signedOut') return { kind: 'refused', code: reply, words: '登录已过期，请重新登录再扫一次。' }
  if (typeof reply !== 'object' || reply.status === 'retry') return undefined
  if (reply.status === 'refused' && !('hash' in reply.refusal)) return refused(reply.refusal)
  if (reply.status !== 'accepted') return { kind: 'refused', code: reply.status, words: failureText(reply) }
  const { isOpen, stationId, stationName } = reply.result
  return { kind: isOpen ? 'open' : 'opening', station: { id: stationId, name: stationName } }
}

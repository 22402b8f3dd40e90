import type { Told } from '#client/sync/sending/send.ts'
import type { CommandResult } from '#shared/commands.ts'
import type { Refusal } from '#shared/kernel/refusal.ts'
import { whyNotDone } from '#client/app/forms/problems.ts'
import { refusalWords } from '#client/app/words/index.ts'

/** A station as a link names it. */
export interface Named { id: string, name: string }
/**
 * What became of a code at a door. `kept`: nobody answered; the check-in waits on the phone and the pass is
 * shown.
 */
export type Entering =
  | { kind: 'asking' }
  | { kind: 'opening', station?: Named }
  | { kind: 'open', station?: Named }
  | { kind: 'kept', trouble: string }
  | { kind: 'failed', nearest: Named | undefined }
  | { kind: 'refused', code: string, words: string, nearest?: Named }

/** A no, with the nearest station that is open where the server named one. */
export function refused(refusal: Refusal): Entering {
  const isElsewhere =
    refusal.code === 'stations.closed' && refusal.stationId !== undefined && refusal.stationName !== undefined
  return {
    kind: 'refused',
    code: refusal.code,
    words: refusalWords(refusal),
    ...(isElsewhere && { nearest: { id: refusal.stationId!, name: refusal.stationName! } }),
  }
}

/** What the server's answer settles; undefined when nobody of ours has decided. */
export function outcomeOf(told: Told | 'unreachable' | 'signedOut' | undefined): Entering | undefined {
  if (told === 'signedOut') return { kind: 'refused', code: told, words: '登录已过期，请重新登录再扫一次。' }
  if (typeof told !== 'object' || told.status === 'retry') return undefined
  if (told.status === 'refused' && !('hash' in told.refusal)) return refused(told.refusal)
  if (told.status !== 'accepted') return { kind: 'refused', code: told.status, words: whyNotDone(told) }
  const { isOpen, stationId, stationName } = told.result as CommandResult<'stations.enter'>
  return { kind: isOpen ? 'open' : 'opening', station: { id: stationId, name: stationName } }
}

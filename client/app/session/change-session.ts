import type { PairedKiosk } from '#shared/doors/schemas.ts'
import type { AskCode, ChangePhone, Me } from '#shared/identity/schemas.ts'
import type { InferOutput } from 'valibot'
import type { Failure } from './session-requests.ts'
import { cutQueries } from '#client/sync/http/http.ts'
import { asLeader } from '#client/sync/sending/leader.ts'
import { dropCaches } from '#client/sync/store/caches.ts'
import { dropCodeKeys } from '#client/sync/store/code-keys.ts'
import { dropPasses } from '#client/sync/store/passes.ts'
import { savedSession, saveSession } from '#client/sync/store/session.ts'
import { callSession } from './session-requests.ts'
import { solvePuzzle } from './solve-puzzle.ts'

/** A sender that hangs on the old session is not waited for longer: by then it can't send anything more. */
const SENDER_PATIENCE_MS = 5_000
/**
 * A solution serves one address and some minutes, so a phone whose network or clock changed meanwhile is set
 * another puzzle; one whose worker failed asks for another.
 */
const PUZZLES_MAX = 3

/** `recoveryLeft`: how many recovery codes are left, where one was used. */
export type SignAnswer = { ok: true, recoveryLeft?: number | undefined } | Failure
export type CodeAnswer = { ok: true, resendAfterS: number, demoCode?: string } | Failure

const storageClosed: Failure = {
  ok: false,
  code: 'shut',
  message: '这台手机存不了东西：请关掉无痕模式，清出一些空间，再打开小蜜蜂试一次。',
}

/**
 * Replaces the session while nothing is sent, so that no command leaves as somebody else's. Where the browser
 * allows no storage nobody is signed in or out.
 */
async function changeSession(change: () => Promise<SignAnswer>): Promise<SignAnswer> {
  try {
    const before = await savedSession()
    await saveSession({ isSignedIn: false })
    const done = await asLeader(change, SENDER_PATIENCE_MS)
    const answer = done === 'busy' ? await change() : done
    if (!answer.ok) await saveSession({ isSignedIn: before.isSignedIn })
    return answer
  }
  catch {
    return storageClosed
  }
}

const begin = <Begun extends { me: Me, recoveryLeft?: number }>(
  path: string,
  proof: object,
  saveFirst?: (begun: Begun) => Promise<void>,
): Promise<SignAnswer> => changeSession(async () => {
  const outcome = await callSession<Begun>('POST', path, proof)
  if (!outcome.ok) return outcome
  await saveFirst?.(outcome.body)
  await saveSession({ me: outcome.body.me, isSignedIn: true, signedInAt: Date.now() })
  return { ok: true, recoveryLeft: outcome.body.recoveryLeft }
})

/**
 * Has a code sent to a phone number; null: to the account's own. When the city's codes run short this phone
 * solves a puzzle for it, and `onPuzzle` is called first.
 */
export async function requestCode(phone: string | null, onPuzzle: () => void): Promise<CodeAnswer> {
  interface Sent { resendAfterS: number, demoCode?: string }
  let solved: AskCode['solved']
  for (let puzzles = 0; ; puzzles++) {
    const asked = phone === null
      ? await callSession<Sent>('POST', '/api/session/phone/code', { solved })
      : await callSession<Sent>('POST', '/api/session/code', { phone, solved })
    if (asked.ok) return { ok: true, ...asked.body }
    if (asked.puzzle === undefined) return asked
    if (puzzles === PUZZLES_MAX) return { ...asked, message: '没有成功，请再试一次，或到社区找工作人员。' }
    onPuzzle()
    const solution = await solvePuzzle(asked.puzzle)
    solved = solution === null ? undefined : { puzzle: asked.puzzle, solution }
  }
}

/** `factor`: a code of the second factor, once the server has asked for one. */
export const signIn = (phone: string, code: string, factor?: string): Promise<SignAnswer> =>
  begin('/api/session', { phone, code, factor })

/** Gives the account another phone number; the session stays. */
export async function changePhone(proof: InferOutput<typeof ChangePhone>): Promise<SignAnswer> {
  const outcome = await callSession<{ me: Me }>('POST', '/api/session/phone', proof)
  if (!outcome.ok) return outcome
  await saveSession({ me: outcome.body.me })
  return { ok: true }
}

/**
 * Makes this tablet the kiosk of the station that an admin drew the code for. The server gives the keys once,
 * so they are saved before the session.
 */
export const pairKiosk = (
  code: string,
  saveKeys: (paired: PairedKiosk) => Promise<void>,
): Promise<SignAnswer> => begin('/api/session/kiosk', { code }, saveKeys)

/** What waits in the outbox stays on the phone, for this account only. */
export const signOut = (): Promise<SignAnswer> => changeSession(async () => {
  cutQueries()
  const outcome = await callSession('DELETE', '/api/session')
  if (!outcome.ok) return outcome
  await dropPasses()
  await dropCodeKeys()
  await saveSession({ me: null, isSignedIn: false, signedInAt: Date.now() })
  await dropCaches()
  return { ok: true }
})

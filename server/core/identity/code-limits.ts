import type { Reader } from '#server/database/database.ts'
import type { Settings } from '#server/settings/environment.ts'
import type { SQL } from 'drizzle-orm'
import { DAY_MS } from '#shared/kernel/day.ts'
import { and, desc, eq, gt, ne, notInArray } from 'drizzle-orm'
import { KNOWN } from './askers.ts'
import { FACTOR, PAIRING, SIGN_IN } from './codes.ts'
import { codeAsks, loginCodes } from './tables.ts'

/** At most `max` of these within a time. */
interface AskWindow { readonly who: SQL | undefined, readonly windowMs: number, readonly max: number }

/** How long until one more is allowed (ms); undefined when it is allowed now. */
export async function waitFor(
  reader: Reader,
  { who, windowMs, max }: AskWindow,
  now: number,
): Promise<number | undefined> {
  // One more is allowed when the oldest of the newest `max` leaves the window.
  const [oldest] = await reader
    .select({ askedAt: codeAsks.askedAt })
    .from(codeAsks)
    .where(and(who, gt(codeAsks.askedAt, now - windowMs)))
    .orderBy(desc(codeAsks.askedAt))
    .limit(1)
    .offset(max - 1)
  return oldest && oldest.askedAt + windowMs - now
}

export const RESEND_AFTER_MS = 60_000
const HOUR_MS = 3_600_000
/**
 * In a demo, which sends no codes, visitors share a few numbers and one address, so its caps are higher by
 * this factor.
 */
const DEMO_FACTOR = 20

/** Which cap is reached: the last code is too fresh, or the phone, the address or the city had too many. */
export type CodeCap = 'wait' | 'phone' | 'address' | 'city'
export interface CapReached {
  readonly cap: CodeCap
  readonly retryAfterMs: number
}
export interface Asker {
  readonly phone: string
  /** Whether this browser has signed in with the phone before. */
  readonly isKnown: boolean
  readonly phoneDigest: string
  readonly addressDigest: string
}

const isForPhone = notInArray(codeAsks.phoneDigest, [PAIRING, SIGN_IN, FACTOR])

const capsFor = (
  { isKnown, phoneDigest, addressDigest }: Asker,
  { demo, codesPerDay }: Pick<Settings, 'demo' | 'codesPerDay'>,
) => {
  const factor = demo ? DEMO_FACTOR : 1
  const [byPhone, byAddress] = [
    eq(codeAsks.phoneDigest, phoneDigest),
    and(isForPhone, eq(codeAsks.addressDigest, addressDigest)),
  ]
  return [
    { cap: 'phone', who: byPhone, windowMs: HOUR_MS, max: 5 * factor },
    { cap: 'phone', who: byPhone, windowMs: DAY_MS, max: 10 * factor },
    // Neighbours behind one address can't keep out whoever has been here before.
    ...isKnown ? [] : [{ cap: 'address', who: byAddress, windowMs: HOUR_MS, max: 20 * factor } as const],
    { cap: 'city', who: isForPhone, windowMs: DAY_MS, max: codesPerDay },
  ] as const
}

/**
 * Whether half of the city's daily codes are used up; from then on an unknown browser solves a puzzle for a
 * code.
 */
export async function isHalfSent(reader: Reader, now: number, codesPerDay: number): Promise<boolean> {
  const half = { who: isForPhone, windowMs: DAY_MS, max: Math.ceil(codesPerDay / 2) }
  return await waitFor(reader, half, now) !== undefined
}

/** The first cap that one more code would pass, and when it allows one again; undefined when none. */
export async function capReached(
  reader: Reader,
  asker: Asker,
  now: number,
  settings: Pick<Settings, 'demo' | 'codesPerDay'>,
): Promise<CapReached | undefined> {
  // A sign-in deletes the codes and so ends the wait, since its maker has proved to hold the phone.
  const [fresh] = await reader
    .select({ askedAt: loginCodes.askedAt })
    .from(loginCodes)
    .where(and(
      eq(loginCodes.phone, asker.phone),
      asker.isKnown ? eq(loginCodes.asker, KNOWN) : ne(loginCodes.asker, KNOWN),
      gt(loginCodes.askedAt, now - RESEND_AFTER_MS),
    ))
    .orderBy(desc(loginCodes.askedAt))
  if (fresh) return { cap: 'wait', retryAfterMs: fresh.askedAt + RESEND_AFTER_MS - now }

  for (const { cap, ...window } of capsFor(asker, settings)) {
    const retryAfterMs = await waitFor(reader, window, now)
    if (retryAfterMs !== undefined) return { cap, retryAfterMs }
  }
  return undefined
}

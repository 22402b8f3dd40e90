import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'

export const CODE_LIFE_MS = 5 * 60_000
export const GUESSES_MAX = 5
/** Stands in the phone's place for wrong guesses at sign-in codes. */
export const SIGN_IN = 'signIn'
/** Stands in the phone's place for guesses at a pairing code: no digest of a phone looks like it. */
export const PAIRING = 'pairing'
/** The same for wrong codes of a second factor, which are counted by account. */
export const FACTOR = 'factor'

/** Six random digits. */
export const makeCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')

/** A digest keyed with the city's secret. Without a key, all million codes could be tried in no time. */
export const keyedDigest = (
  secret: string,
  kind: 'code' | 'phone' | 'address' | 'asker' | 'known' | 'puzzle',
  ...parts: string[]
): string =>
  createHmac('sha256', secret).update([kind, ...parts].join(':')).digest('hex')

/** Compares in constant time; either may come from outside. */
export function sameDigest(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

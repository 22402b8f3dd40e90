import { randomBytes } from 'node:crypto'
import { keyedDigest, sameDigest } from './codes.ts'

/** The cookies of a browser that has no session. Both come from outside. */
export interface Browser {
  /** Tells the browser that asked for a code from a stranger who guesses at it. */
  readonly asker: string | undefined
  /** Says that this browser has signed in with a phone number before. */
  readonly known: string | undefined
}

export const makeAsker = (): string => randomBytes(16).toString('base64url')

/** The value of the cookie `known` for a phone number. */
export const knownMark = (secret: string, phone: string): string => keyedDigest(secret, 'known', phone)

/** Stands in the asker's place for every browser that is known for the phone. */
export const KNOWN = 'known'

/** Who this browser is to a phone's codes; undefined for one without any cookie. */
export function askerOf({ asker, known }: Browser, phone: string, secret: string): string | undefined {
  if (known !== undefined && sameDigest(known, knownMark(secret, phone))) return KNOWN
  return asker === undefined ? undefined : keyedDigest(secret, 'asker', asker)
}

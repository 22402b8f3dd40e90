import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'

export const CODE_LIFE_MS = 5 * 60_000
export const GUESSES_MAX = 5
/** Stands for the phone where somebody guesses at a tablet's code: no phone's digest is spelt so. */
export const PAIRING = 'pairing'

/** Six digits, each as likely as any other. */
export const makeCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')

/** A digest that only who knows the city's secret can make: a million codes would be tried in no time. */
export const keyedDigest = (secret: string, kind: 'code' | 'phone' | 'address', ...parts: string[]): string =>
  createHmac('sha256', secret).update([kind, ...parts].join(':')).digest('hex')

/** Compares in a time that tells nothing about where two digests differ. */
export const sameDigest = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

import type { KeyObject } from 'node:crypto'
import { Buffer } from 'node:buffer'
import { createHmac, createSecretKey, hkdfSync } from 'node:crypto'

const purposes = ['signing keys', 'pick-up digits', 'door codes', 'pass holders', 'kiosk invites'] as const
type Purpose = (typeof purposes)[number]
const BYTES = 32

let derived: ReadonlyMap<Purpose, KeyObject> | undefined

/**
 * Sets the city's secret in this process. A key for each purpose is derived from it (HKDF), so that none
 * works for another purpose.
 */
export function useSecret(secret: string): void {
  derived = new Map(
    purposes.map(purpose => [
      purpose,
      createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `little-bee ${purpose}`, BYTES))),
    ]),
  )
}

/** The key for one purpose. */
export function secretFor(purpose: Purpose): KeyObject {
  if (!derived) throw new Error('the keys were not opened')
  return derived.get(purpose)!
}

/** A digest keyed with the city's secret. */
export const keyedHash = (purpose: Purpose, ...parts: string[]): Buffer =>
  createHmac('sha256', secretFor(purpose)).update(JSON.stringify(parts)).digest()

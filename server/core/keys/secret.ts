import type { KeyObject } from 'node:crypto'
import { Buffer } from 'node:buffer'
import { createHmac, createSecretKey, hkdfSync } from 'node:crypto'

type Purpose = 'signing keys' | 'pick-up digits'
const BYTES = 32

let derived: Readonly<Record<Purpose, KeyObject>> | undefined

/** Tells this process the city's secret; a key for each purpose is derived from it (HKDF), so that none can stand in for another. */
export function useSecret(secret: string): void {
  const derive = (purpose: Purpose) => createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `little-bee ${purpose}`, BYTES)))
  derived = { 'signing keys': derive('signing keys'), 'pick-up digits': derive('pick-up digits') }
}

/** The key for one purpose. */
export function secretFor(purpose: Purpose): KeyObject {
  if (!derived) throw new Error('the keys were not opened')
  return derived[purpose]
}

/** A digest that only this city can make. */
export const keyedHash = (purpose: Purpose, ...parts: string[]): Buffer =>
  createHmac('sha256', secretFor(purpose)).update(JSON.stringify(parts)).digest()

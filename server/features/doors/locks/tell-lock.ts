import type { LockDriver } from './driver.ts'
import { simulated } from './simulated.ts'

let inUse: LockDriver = simulated

/** Chooses the city's locks once, at start; until then, and without a broker, they are simulated. */
export function useLocks(driver: LockDriver): void {
  inUse = driver
}

/**
 * Lets somebody in at a station. `isOpen` false: the lock is being told; keep the entry's `isOpen` null and
 * `askedAt` now.
 */
export const tellLock: LockDriver['open'] = async (context, station, entryId) =>
  await inUse.open(context, station, entryId)

/** What the tablets of a station can do about its lock without a network. */
export const lockForTablet: LockDriver['forTablet'] = station => inUse.forTablet(station)

/** A tablet was unpaired: its lock hears that no grant from before holds any more. */
export const endGrantsAt: LockDriver['endGrants'] = async (context, station) =>
  await inUse.endGrants(context, station)

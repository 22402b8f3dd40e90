import type { LockSettings } from '#server/settings/locks.ts'
import type { LockDriver, LockReports } from './driver.ts'

/** No lock at all: the kiosk's screen shows the open door. */
export const simulated: LockDriver = {
  open: async () => ({ isOpen: true }),
  forKiosk: () => ({ kind: 'simulated' }),
  endGrants: async () => {},
  close: async () => {},
}

/** The driver that the settings name. The MQTT library is loaded only in a city with real locks. */
export const openLocks = async (settings: LockSettings, reports: LockReports): Promise<LockDriver> =>
  settings.driver === 'mqtt' ? (await import('./mqtt.ts')).openMqttLocks(settings, reports) : simulated

let inUse: LockDriver = simulated

/** Sets the driver of this process, once, at start. */
export function useLocks(driver: LockDriver): void {
  inUse = driver
}

/**
 * Asks a station's lock to open for an entry. While its `isOpen` is null and `askedAt` set, it may still
 * open.
 */
export const unlock: LockDriver['open'] = async (context, station, entryId) =>
  await inUse.open(context, station, entryId)

/** How the kiosks of a station reach its lock without the server. */
export const lockForKiosk: LockDriver['forKiosk'] = station => inUse.forKiosk(station)

/** Ends the grants of a station's kiosks when one of them is unpaired. */
export const endGrantsAt: LockDriver['endGrants'] = async (context, station) =>
  await inUse.endGrants(context, station)

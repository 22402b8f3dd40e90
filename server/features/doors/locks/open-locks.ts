import type { LockSettings } from '#server/settings/locks.ts'
import type { LockDriver } from './driver.ts'
import type { LockReports } from './mqtt.ts'
import { simulated } from './simulated.ts'

/**
 * The driver that the settings name. A city without locks does not carry the library that speaks to a broker.
 */
export const openLocks = async (settings: LockSettings, reports: LockReports): Promise<LockDriver> =>
  settings.driver === 'mqtt' ? (await import('./mqtt.ts')).openMqttLocks(settings, reports) : simulated

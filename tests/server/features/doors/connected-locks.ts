import type { LockDriver } from '#server/features/doors/locks/driver.ts'
import type { TestCity } from '../../../support/city.ts'
import type { Mosquitto } from '../../../support/mosquitto.ts'
import type { Door, TestKiosk } from './door.ts'
import { recentEndings } from '#server/features/doors/locks/grants.ts'
import { simulated, useLocks } from '#server/features/doors/locks/locks.ts'
import { openMqttLocks } from '#server/features/doors/locks/mqtt.ts'
import { asSystem } from '#server/sync/as-system.ts'
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest'
import { PREFIX, SERVER, startMosquitto, TABLETS } from '../../../support/mosquitto.ts'
import { freshDoor, STATIONS } from './door.ts'

/**
 * The city's own driver of locks, once the broker has let it in; `isForTablets`: tablets may tell locks too.
 */
export async function connectedLocks(
  city: TestCity,
  { url, authority, tabletUrl }: Pick<Mosquitto, 'url' | 'authority' | 'tabletUrl'>,
  { isForTablets = false } = {},
): Promise<LockDriver> {
  const info = vi.fn()
  const noteUnlock = (entryId: string, isOpen: boolean) =>
    asSystem(city, 'stations.noteUnlock', [{ entryId, isOpen }])
  const broker = {
    driver: 'mqtt',
    url,
    authority,
    ...SERVER,
    prefix: PREFIX,
    kiosk: isForTablets ? { url: tabletUrl, ...TABLETS } : undefined,
  } as const
  const driver = openMqttLocks(broker, {
    log: { info, warn: () => {} },
    noteUnlock,
    recentEndings: () => recentEndings(city.database.read, city.time.now),
    patienceMs: 1000,
  })
  await vi.waitFor(() => expect(info).toHaveBeenCalled())
  return driver
}

interface Fresh { city: TestCity, door: Door, kiosk: TestKiosk, locks: LockDriver, mosquitto: Mosquitto }
/** `freshDoor` with locks behind a broker that the file's tests share. */
export function freshLocks(take: (fresh: Fresh) => unknown, options: { isForTablets?: boolean } = {}): void {
  let mosquitto: Mosquitto
  let locks: LockDriver
  beforeAll(async () => {
    mosquitto = await startMosquitto([STATIONS.bridge.number, STATIONS.lake.number])
  })
  afterAll(() => mosquitto.remove())
  freshDoor(async (fresh) => {
    locks = await connectedLocks(fresh.city, mosquitto, options)
    useLocks(locks)
    take({ ...fresh, locks, mosquitto })
  })
  afterEach(async () => {
    await locks.close()
    useLocks(simulated)
  })
}

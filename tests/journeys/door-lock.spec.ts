import type { Device } from '../support/journeys/door.ts'
import type { Lock } from '../support/lock.ts'
import type { Mosquitto } from '../support/mosquitto.ts'
import type { RunningServer } from '../support/server.ts'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publicKeys } from '#server/core/keys/index.ts'
import { openDatabase } from '#server/database/open-database.ts'
import { browserWithCamera } from '../support/journeys/camera.ts'
import { holdOutPass, pairedKiosk, passOn, riderWithCamera, seesOpen } from '../support/journeys/door.ts'
import { test as base, expect, somePhoto } from '../support/journeys/journey.ts'
import { appoint, appointed, STATIONS } from '../support/journeys/people.ts'
import { apiOf } from '../support/journeys/phone.ts'
import { newMemory, openLock } from '../support/lock.ts'
import { PREFIX, SERVER, startMosquitto, TABLETS } from '../support/mosquitto.ts'
import { startServer } from '../support/server.ts'

interface Place { city: RunningServer, mosquitto: Mosquitto, port: number, env: Record<string, string> }
/** A city whose doors have real locks: each test has its own, for it takes the city's server away. */
const test = base.extend<{
  place: Place
  rider: Awaited<ReturnType<typeof riderWithCamera>>
  kiosk: Device
  lock: Lock
}>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures are needed.
  place: async ({}, use) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'little-bee-lock-'))
    await appoint(dataDir)
    const mosquitto = await startMosquitto([STATIONS.near.number])
    const env = {
      LOCK_DRIVER: 'mqtt',
      MQTT_URL: mosquitto.url,
      MQTT_CA_FILE: mosquitto.authorityFile,
      MQTT_USERNAME: SERVER.username,
      MQTT_PASSWORD: SERVER.password,
      MQTT_TOPIC_PREFIX: PREFIX,
      MQTT_TABLET_URL: mosquitto.tabletUrl,
      MQTT_TABLET_USERNAME: TABLETS.username,
      MQTT_TABLET_PASSWORD: TABLETS.password,
    }
    const city = await startServer({ dataDir, env })
    const place = { city, mosquitto, env, port: Number(new URL(city.url).port) }
    await use(place)
    await place.city.remove()
    await mosquitto.remove()
  },
  lock: async ({ place: { city, mosquitto } }, use) => {
    const database = await openDatabase(`file:${join(city.dataDir, 'little-bee.sqlite')}`)
    const lock = await openLock(
      mosquitto,
      newMemory(STATIONS.near.number, await publicKeys(database.read)),
      Date.now,
    )
    await database.close()
    await use(lock)
    await lock.close()
  },
  rider: async ({ place: { city }, complaints }, use) => {
    const eye = await browserWithCamera(city.dataDir)
    await use(await riderWithCamera({ city, complaints, eye }))
    await eye.browser.close()
  },
  kiosk: async ({ place: { city }, request, complaints }, use) => {
    const admin = apiOf(request, city.url)
    await admin.signIn(appointed.admin.phone)
    const eye = await browserWithCamera(city.dataDir)
    const kiosk = await pairedKiosk({ city, complaints, eye }, admin)
    await isGranted(kiosk)
    await use(kiosk)
    await eye.browser.close()
  },
})

/** Until the tablet has its grant, as it has a moment after it was paired. */
const isGranted = async ({ page }: Device) => await expect.poll(async () => await page.evaluate(async () => {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open('little-bee')
    opening.onsuccess = () => resolve(opening.result)
  })
  const count = await new Promise<number>((resolve) => {
    const counting = database.transaction('lockKeys').objectStore('lockKeys').count()
    counting.onsuccess = () => resolve(counting.result)
  })
  database.close()
  return count
})).toBe(1)

/** The city's server is gone; the phone has its pass on the screen. */
async function cutOff({ city }: Place, rider: Device) {
  await rider.goto(`/pass/${STATIONS.near.number}`)
  await expect(passOn(rider)).toBeVisible()
  await city.stop()
}
/**
 * The rider has put the phone away, the city's server is there again, and the tablet's page is opened anew.
 */
async function comeBack(place: Place, kiosk: Device) {
  await kiosk.show((await somePhoto()).buffer) // Before the server is there: the tablet would ask it at once.
  place.city = await startServer({ dataDir: place.city.dataDir, port: place.port, env: place.env })
  await kiosk.goto('/kiosk')
}
const visitsOf = async (rider: Device) =>
  (await rider.ask('stations.myVisits', {})).visits.map(({ byDoor, byPhone }) => ({ byDoor, byPhone }))

test('cut off from the city the kiosk has the lock open, waits for its yes, and reports once', async ({
  place,
  rider,
  kiosk,
  lock,
}) => {
  await cutOff(place, rider)
  await holdOutPass(rider, kiosk)
  await seesOpen(kiosk)
  expect([lock.opened.length, lock.refused]).toEqual([1, []])
  await expect(kiosk.page.getByText('1 次开门待上报')).toBeVisible()
  await comeBack(place, kiosk)
  await expect.poll(() => visitsOf(rider)).toEqual([{ byDoor: true, byPhone: false }])
  await expect(kiosk.page.getByText('次开门待上报')).toHaveCount(0)
  expect(lock.opened).toHaveLength(1)
})

test('a lock that is dead is said to be, and nothing is shown open', async ({ place, rider, kiosk }) => {
  await cutOff(place, rider)
  await holdOutPass(rider, kiosk)
  await expect(
    kiosk.page.getByRole('alert').filter({ hasText: '门锁没有回应。请再试一次，或去最近的驿站。' }),
  ).toBeVisible()
  await expect(kiosk.page.getByText('门开了')).toHaveCount(0)
  await comeBack(place, kiosk)
  await expect(kiosk.page.getByText('次开门待上报')).toHaveCount(0)
  await expect.poll(() => visitsOf(rider)).toEqual([])
})

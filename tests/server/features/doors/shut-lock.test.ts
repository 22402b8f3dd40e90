import type { TestCity } from '../../../support/city.ts'
import type { Door, TestKiosk, TestPhone } from './door.ts'
import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { accepted, freshDoor, refused } from './door.ts'

const MINUTE_MS = 60_000
let city: TestCity
let door: Door
let kiosk: TestKiosk
let phones: Record<'rider' | 'rider2', TestPhone>
freshDoor(async (given) => {
  ;({ city, door, kiosk } = given)
  phones = { rider: await door.phone('rider'), rider2: await door.phone('rider2') }
})

const visitsSeen = async (by: 'rider' | 'rider2') => (await city.as(by).ask('stations.myVisits', {})).visits
/** A tablet without a network could not open its lock, and tells of it `later` on. */
async function stayedShut(by: 'rider' | 'rider2', later = 0) {
  const [proof, at] = [phones[by].show(), city.time.now]
  city.time.now += later
  expect(await kiosk.record(proof, at, randomUUID(), false)).toMatchObject(accepted)
  return { proof, at }
}

it('a lock a kiosk could not open is a failed entry, no visit; a second person\'s casts doubt', async () => {
  await stayedShut('rider')
  expect(await visitsSeen('rider')).toEqual([])
  expect(await door.stationNow()).toMatchObject({ lastOpenedAt: null, doubtfulSince: null })
  expect((await city.as('keeper').ask('stations.desk', {})).stations[0]!.today).toMatchObject({
    visits: 0,
    failures: 1,
  })
  await stayedShut('rider2')
  expect((await door.stationNow()).doubtfulSince).toBe(city.time.now)
})

it('told late, it says nothing of a door that has opened since', async () => {
  const proof = phones.rider2.show('bridge', city.time.now + 5 * MINUTE_MS)
  const { at } = await stayedShut('rider', 4 * MINUTE_MS)
  city.time.now += MINUTE_MS
  expect(await kiosk.record(proof, city.time.now)).toMatchObject(accepted) // That one it opened.
  city.time.now += MINUTE_MS
  const late = phones.rider.show('bridge', at + MINUTE_MS)
  expect(await kiosk.record(late, at + MINUTE_MS, randomUUID(), false)).toMatchObject(accepted)
  expect((await door.stationNow())).toMatchObject({ failedBy: null, doubtfulSince: null })
})

it('the same pass held out once more, and let in, is one visit', async () => {
  const { proof } = await stayedShut('rider')
  city.time.now += 20_000
  expect(await kiosk.record(proof, city.time.now)).toMatchObject(accepted)
  expect(await visitsSeen('rider')).toHaveLength(1)
  expect(await door.allEntries()).toMatchObject([{ isOpen: true }])
  expect((await door.stationNow()).failedBy).toBeNull()
})

it('it unsays no entry that another record speaks of, and what no pass proves is refused', async () => {
  expect(await kiosk.record(phones.rider.show(), city.time.now)).toMatchObject(accepted)
  await stayedShut('rider')
  expect(await visitsSeen('rider')).toHaveLength(1)
  expect(await kiosk.record(phones.rider.show('market'), city.time.now, randomUUID(), false)).toMatchObject(
    refused({ code: 'stations.passWrong' }),
  )
})

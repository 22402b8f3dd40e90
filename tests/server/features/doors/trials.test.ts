import type { TestCity } from '../../../support/city.ts'
import type { Door, TestKiosk } from './door.ts'
import { randomUUID } from 'node:crypto'
import { simulated, useLocks } from '#server/features/doors/locks/locks.ts'
import { asSystem } from '#server/sync/as-system.ts'
import { UNLOCK_MS } from '#shared/doors/door-bytes.ts'
import { VISIT_MERGE_MS } from '#shared/doors/rules.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { accepted, freshDoor, refused, resultOf, STATIONS } from './door.ts'

let city: TestCity
let door: Door
let kiosk: TestKiosk
freshDoor(given => ({ city, door, kiosk } = given))
/** A lock that has to be told, and answers by and by. */
beforeEach(() =>
  useLocks({
    open: async () => ({ isOpen: false }),
    forKiosk: () => ({ kind: 'city' }),
    endGrants: async () => {},
    close: async () => {},
  }),
)
afterEach(() => useLocks(simulated))

type Rider = 'rider' | 'rider2' | 'rider3'
/** Somebody scans; returns the entry. The lock has not answered yet. */
async function ask(by: Rider): Promise<string> {
  const entryId = randomUUID()
  expect(await city.as(by).sendOne('stations.enter', { entryId, code: kiosk.code() })).toMatchObject({
    ...accepted,
    result: { isOpen: false },
  })
  return entryId
}
const answer = async (entryId: string, isOpen: boolean) =>
  await asSystem(city, 'stations.noteUnlock', [{ entryId, isOpen }])
const fail = async (by: Rider) => await answer(await ask(by), false)
const faults = async () => await city.database.run('select kind, account_id, mended_at from faults')
const stateFor = async (by: Rider, entryId: string) => await city.as(by).ask('stations.entry', { entryId })

it('until the lock answers the page says that it is opening; then that it is open', async () => {
  const entryId = await ask('rider')
  expect(await stateFor('rider', entryId)).toEqual({ state: 'opening', nearest: null })
  expect(await answer(entryId, true)).toBe(1)
  expect(await stateFor('rider', entryId)).toEqual({ state: 'open', nearest: null })
  expect((await city.as('rider').ask('stations.myVisits', {})).visits).toHaveLength(1)
  expect(await door.stationNow()).toMatchObject({ lastOpenedAt: city.time.now })
})

it('a lock that did not answer in time has failed, and the page names the nearest open station', async () => {
  const entryId = await ask('rider')
  city.time.now += UNLOCK_MS + 1
  const failed = { state: 'failed', nearest: { id: STATIONS.market.id, name: '集市驿站', metres: 1112 } }
  expect(await stateFor('rider', entryId)).toEqual(failed)
  await answer(entryId, false)
  expect(await stateFor('rider', entryId)).toEqual(failed)
  expect((await city.as('rider').ask('stations.myVisits', {})).visits).toEqual([])
})

it('after a door that stayed shut one may retry at once, and nothing about it is odd', async () => {
  await fail('rider')
  expect(await city.as('rider').ask('stations.heads', {})).toEqual({})
  const second = await ask('rider')
  await answer(second, true)
  expect(
    await city.as('rider').sendOne('stations.enter', { entryId: randomUUID(), code: kiosk.code() }),
  ).toMatchObject(refused({ code: 'stations.tooSoon' }))
  expect((await city.as('rider').ask('stations.myVisits', {})).visits).toHaveLength(1)
  expect(await city.as('rider').ask('stations.heads', {})).toEqual({ [STATIONS.bridge.number]: 1 })
  await fail('rider2')
  expect((await city.as('keeper').ask('stations.desk', {})).stations).toMatchObject([
    { today: { visits: 1, failures: 2 } },
  ])
  useLocks(simulated)
  const lake = await door.kiosk('lake')
  expect(
    await city.as('rider2').sendOne('stations.enter', { entryId: randomUUID(), code: lake.code() }),
  ).toMatchObject(accepted)
  expect(await door.visitsOf('rider2')).toMatchObject([{ flag: null }, { flag: null }])
})

it('two people in a row who can\'t get in make a station doubtful, once; its keeper is told', async () => {
  await fail('rider')
  expect(await door.stationNow()).toMatchObject({ doubtfulSince: null })
  await fail('rider2')
  await fail('rider3')
  await fail('rider')
  expect(await door.stationNow()).toMatchObject({ doubtfulSince: city.time.now })
  expect(await faults()).toEqual([{ kind: 'door', account_id: null, mended_at: null }])
  expect((await city.as('keeper').ask('notices.mine', {})).notices).toMatchObject([
    { kind: 'stations.doubtful', ref: STATIONS.bridge.id, words: '桥头驿站' },
  ])
  expect(await door.told('rider')).toEqual([])
})

it('the same person twice does not', async () => {
  for (let i = 0; i < 3; i++) await fail('rider')
  expect(await door.stationNow()).toMatchObject({ failedBy: city.ids.rider, doubtfulSince: null })
  expect(await faults()).toEqual([])
})

it('somebody who got in between means that nothing is wrong', async () => {
  await fail('rider')
  await answer(await ask('rider3'), true)
  await fail('rider2')
  expect(await door.stationNow()).toMatchObject({ failedBy: city.ids.rider2, doubtfulSince: null })
})

it('a success ends the doubt and mends the fault the city wrote; the next doubt is a new one', async () => {
  for (const by of ['rider', 'rider2'] as const) await fail(by)
  await answer(await ask('rider3'), true)
  expect(await door.stationNow()).toMatchObject({ failedBy: null, doubtfulSince: null })
  expect(await faults()).toMatchObject([{ mended_at: expect.anything() }])
  for (const by of ['rider', 'rider2'] as const) await fail(by)
  expect(await faults()).toHaveLength(2)
  expect(await door.told('keeper')).toEqual(['stations.doubtful', 'stations.doubtful'])
})

it('what a tablet tells late ends only a doubt that is older', async () => {
  const [first, second] = [await door.phone('rider3'), await door.phone('resident')]
  const [before, at] = [first.show(), city.time.now]
  city.time.now += 60_000
  for (const by of ['rider', 'rider2'] as const) await fail(by)
  expect(await kiosk.record(before, at)).toMatchObject(accepted)
  expect(await door.stationNow()).toMatchObject({ doubtfulSince: city.time.now, lastOpenedAt: at })
  const after = second.show('bridge', city.time.now + 60_000)
  city.time.now += 120_000
  expect(await kiosk.record(after, city.time.now - 60_000)).toMatchObject(accepted)
  expect(await door.stationNow()).toMatchObject({
    doubtfulSince: null,
    failedBy: null,
    lastOpenedAt: city.time.now - 60_000,
  })
})

it('three who fail at the same moment, each told seven times, make it doubtful once', async () => {
  const entryIds = [await ask('rider'), await ask('rider2'), await ask('rider3')]
  await Promise.all(entryIds.flatMap(entryId => Array.from({ length: 7 }, () => answer(entryId, false))))
  expect(await faults()).toHaveLength(1)
  expect(await door.told('keeper')).toEqual(['stations.doubtful'])
})

it('a lock that opened late has opened, and nothing unsays it', async () => {
  const entryId = await ask('rider')
  for (const isOpen of [false, true, false]) expect(await answer(entryId, isOpen)).toBe(1)
  expect((await city.as('rider').ask('stations.myVisits', {})).visits).toMatchObject([{ leftAt: null }])
  expect(await stateFor('rider', entryId)).toMatchObject({ state: 'open' })
  expect(await door.stationNow()).toMatchObject({ failedBy: null })
})

it('a saved code outweighs a door that stayed shut: the visit stands, as does leaving it', async () => {
  const entryId = await ask('rider')
  await city.as('rider').done('stations.checkIn', { entryId: randomUUID(), code: kiosk.code() })
  await answer(entryId, false)
  await city.as('rider').done('stations.leave', { visitId: entryId })
  expect((await city.as('rider').ask('stations.myVisits', {})).visits).toMatchObject([
    { enteredAt: city.time.now, leftAt: city.time.now + 1 },
  ])
})

it('a phone that tells at the very moment when a lock says that it stayed shut has been there', async () => {
  for (let round = 0; round < 8; round++) {
    const riders = ['rider', 'rider2', 'rider3'] as const
    const entryIds = await Promise.all(riders.map(ask))
    await Promise.all(
      riders.flatMap((by, i) => [
        city.as(by).done('stations.checkIn', { entryId: randomUUID(), code: kiosk.code() }),
        answer(entryIds[i]!, false),
      ]),
    )
    for (const by of riders) {
      expect((await city.as(by).ask('stations.myVisits', {})).visits, `round ${round}`).toHaveLength(
        round + 1,
      )
    }
    city.time.now += 2 * VISIT_MERGE_MS
  }
})

it('what is told of shortly before a door that stayed shut is a visit of its own', async () => {
  const code = kiosk.code()
  city.time.now += 30_000
  await fail('rider')
  expect(
    await city.as('rider').later(30_000, 'stations.checkIn', { entryId: randomUUID(), code }),
  ).toMatchObject(accepted)
  expect((await city.as('rider').ask('stations.myVisits', {})).visits).toMatchObject([
    { enteredAt: city.time.now - 30_000, leftAt: null },
  ])
})

it('only the clock says what became of a lock, and only of one that was told', async () => {
  const entryId = await ask('rider')
  for (const by of ['rider', 'keeper', 'admin'] as const) {
    expect(await city.as(by).refused('stations.noteUnlock', { entryId, isOpen: true })).toMatchObject({
      code: 'command.notForYourRole',
    })
  }
  expect(await answer(randomUUID(), true)).toBe(0)
  const kept = randomUUID()
  resultOf<'stations.checkIn'>(
    await city.as('rider2').sendOne('stations.checkIn', { entryId: kept, code: kiosk.code() }),
  )
  await answer(kept, false)
  expect(await stateFor('rider2', kept)).toEqual({ state: 'unknown', nearest: null })
  expect(await door.stationNow()).toMatchObject({ failedBy: null })
})

it('a tablet that opened where the lock did not answer makes the entry open', async () => {
  const [shown, entryId] = [(await door.phone('rider')).show(), randomUUID()]
  expect(await kiosk.admit(shown, entryId)).toMatchObject({ ...accepted, result: { isOpen: false } })
  await answer(entryId, false)
  expect(await kiosk.record(shown, city.time.now, entryId)).toMatchObject(accepted)
  expect(await stateFor('rider', entryId)).toMatchObject({ state: 'open' })
  expect((await city.as('rider').ask('stations.myVisits', {})).visits).toHaveLength(1)
  city.time.now += VISIT_MERGE_MS - 1000
  expect(await kiosk.admit((await door.phone('rider')).show())).toMatchObject(
    refused({ code: 'stations.tooSoon' }),
  )
})

import type { TestCity } from '../../../support/city.ts'
import type { Door, TestKiosk } from './door.ts'
import { randomUUID } from 'node:crypto'
import { dialect } from '#server/database/dialect.ts'
import { unansweredEntries } from '#server/features/doors/entering/note-unlock.ts'
import { PATIENCE_MS } from '#server/features/doors/locks/driver.ts'
import { simulated, useLocks } from '#server/features/doors/locks/locks.ts'
import { answerForLocks } from '#server/features/doors/tasks.ts'
import { asSystem } from '#server/sync/as-system.ts'
import { startTasks } from '#server/tasks/schedule.ts'
import { UNLOCK_MS } from '#shared/doors/door-bytes.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { accepted, freshDoor, STATIONS } from './door.ts'

let city: TestCity
let door: Door
let kiosk: TestKiosk
freshDoor(given => ({ city, door, kiosk } = given))
/** The server dies after the commit, with the lock told: nobody will say what became of it. */
beforeEach(() => useLocks({ ...simulated, open: async () => ({ isOpen: false }) }))
afterEach(() => useLocks(simulated))

async function ask(by: 'rider' | 'rider2' | 'rider3'): Promise<string> {
  const entryId = randomUUID()
  expect(await city.as(by).sendOne('stations.enter', { entryId, code: kiosk.code() })).toMatchObject({
    ...accepted,
    result: { isOpen: false },
  })
  return entryId
}
const long = () => void (city.time.now += UNLOCK_MS + PATIENCE_MS + 1)
const visits = async () => (await city.as('rider').ask('stations.myVisits', {})).visits
const answer = async (entryId: string, isOpen: boolean) =>
  await asSystem(city, 'stations.noteUnlock', [{ entryId, isOpen }])

it('a lock of which nobody says any more what it did has not opened: there was no visit', async () => {
  const entryId = await ask('rider')
  expect(await visits()).toHaveLength(1)
  long()
  expect(await answerForLocks(city)).toBe(1)
  expect(await visits()).toEqual([])
  expect(await city.as('rider').ask('stations.heads', {})).toEqual({})
  expect(await city.as('rider').ask('stations.entry', { entryId })).toMatchObject({ state: 'failed' })
})

it('a lock that may still answer is waited for, and one that answered is not asked about', async () => {
  await ask('rider')
  await answer(await ask('rider2'), true)
  await answer(await ask('rider3'), false)
  await city.as('resident').done('stations.checkIn', { entryId: randomUUID(), code: kiosk.code() })
  city.time.now += UNLOCK_MS + PATIENCE_MS
  expect(await answerForLocks(city)).toBe(0)
  city.time.now++
  expect(await answerForLocks(city)).toBe(1)
})

it('asked about twice, or by two servers at once, it is one failed entry', async () => {
  await ask('rider')
  long()
  await Promise.all([answerForLocks(city), answerForLocks(city)])
  expect(await answerForLocks(city)).toBe(0)
  expect(await door.stationNow()).toMatchObject({ failedBy: city.ids.rider, doubtfulSince: null })
})

it('two people whom the server left at the door make the station doubtful since then', async () => {
  const at = city.time.now
  for (const by of ['rider', 'rider2'] as const) await ask(by)
  long()
  await answerForLocks(city)
  expect(await door.stationNow()).toMatchObject({ doubtfulSince: at })
  expect(await door.told('keeper')).toEqual(['stations.doubtful'])
})

it('whom the server left at the door says nothing of a door that has opened since', async () => {
  for (const by of ['rider', 'rider2'] as const) await ask(by)
  const phone = await door.phone('rider3')
  city.time.now += 30_000
  expect(await kiosk.record(phone.show(), city.time.now)).toMatchObject(accepted)
  await answerForLocks(city)
  expect(await door.stationNow()).toMatchObject({ failedBy: null, doubtfulSince: null })
})

it('it begins with the server', async () => {
  await ask('rider')
  long()
  await startTasks(city)()
  expect(await visits()).toEqual([])
})

it('a door that had opened says so later, and the visit goes on', async () => {
  const entryId = await ask('rider')
  long()
  await answerForLocks(city)
  expect(await answer(entryId, true)).toBe(1)
  expect(await answerForLocks(city)).toBe(0)
  expect(await visits()).toMatchObject([{ leftAt: null }])
  expect(await city.as('rider').ask('stations.entry', { entryId })).toMatchObject({ state: 'open' })
})

it('a kiosk that opened while the server was gone says so later: one visit, and no doubt left', async () => {
  const [shown, entryId] = [(await door.phone('rider')).show(), randomUUID()]
  const at = city.time.now
  expect(await kiosk.admit(shown, entryId)).toMatchObject({ ...accepted, result: { isOpen: false } })
  await ask('rider2')
  long()
  await answerForLocks(city)
  expect(await door.stationNow()).toMatchObject({ doubtfulSince: at })
  expect(await kiosk.record(shown, at, entryId)).toMatchObject(accepted)
  expect(await visits()).toMatchObject([{ stationId: STATIONS.bridge.id, enteredAt: at, leftAt: null }])
  expect(await door.allEntries()).toHaveLength(2)
  expect(await door.stationNow()).toMatchObject({ doubtfulSince: null, lastOpenedAt: at })
})

it('they are found by their own index, however many entries there are', async () => {
  await ask('rider')
  long()
  expect(await unansweredEntries(city.database.read, city.time.now)).toHaveLength(1)
  const find = `select id from entries
    where is_open is null and asked_at is not null and asked_at < ${city.time.now}
    order by asked_at limit 200`
  const plan = dialect === 'sqlite'
    ? await city.database.run(`explain query plan ${find}`)
    : (await city.database.run(`select set_config('enable_seqscan', 'off', true); explain ${find}`)).flat()
  expect(JSON.stringify(plan)).toContain('entries_unanswered')
})

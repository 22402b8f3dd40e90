import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Door, TestKiosk } from './door.ts'
import { randomUUID } from 'node:crypto'
import { digitTries } from '#server/features/doors/tables.ts'
import { DIGITS_MS } from '#shared/doors/typed-digits.ts'
import { expect, it } from 'vitest'
import { accepted, freshDoor, refused, STATIONS } from './door.ts'

let city: TestCity
let door: Door
let kiosk: TestKiosk
freshDoor(given => ({ city, door, kiosk } = given))
const enter = async (by: PersonName, code: string, entryId: string = randomUUID()) =>
  await city.as(by).sendOne('stations.enter', { entryId, code })
const wrong = refused({ code: 'stations.digitsWrong' })
const tooOften = refused({ code: 'stations.digitsTooOften' })
/** Digits that the tablet does not show. */
const another = (code: string) => code.slice(0, -1) + (code.endsWith('0') ? '1' : '0')

it('who types the digits at the door is let in like who scans its code', async () => {
  const entryId = randomUUID()
  const code = kiosk.digits()
  expect(code).toMatch(/^101\d{6}$/)
  expect(await enter('rider', `101 ${code.slice(3, 6)}－${code.slice(6)}`, entryId)).toMatchObject({
    ...accepted,
    result: { stationId: STATIONS.bridge.id, stationName: '桥头驿站', isOpen: true },
  })
  expect(await enter('rider', code, entryId)).toMatchObject(accepted)
  expect(await door.visitsOf('rider')).toHaveLength(1)
  expect(await enter('rider', kiosk.digits())).toMatchObject(refused({ code: 'stations.tooSoon' }))
})

it('digits hold for their minute and one to either side, at their own door, by a paired tablet', async () => {
  city.time.now = Math.floor(city.time.now / DIGITS_MS) * DIGITS_MS
  expect(await enter('rider', kiosk.digits(city.time.now - 2 * DIGITS_MS))).toMatchObject(wrong)
  expect(await enter('rider', kiosk.digits(city.time.now - DIGITS_MS))).toMatchObject(accepted)
  expect(await enter('rider2', kiosk.digits(city.time.now + DIGITS_MS))).toMatchObject(accepted)
  expect(await enter('keeper', `103${kiosk.digits().slice(3)}`)).toMatchObject(wrong)
  expect(await enter('keeper', `9999999999${kiosk.digits().slice(3)}`)).toMatchObject(wrong)
  const code = kiosk.digits()
  await kiosk.unpair()
  expect(await enter('keeper', code)).toMatchObject(wrong)
})

it('after ten wrong ones an account types none for an hour; scanning goes on, and others type', async () => {
  for (let tries = 0; tries < 10; tries++)
    expect(await enter('rider', another(kiosk.digits()))).toMatchObject(wrong)
  expect(await enter('rider', kiosk.digits())).toMatchObject(tooOften)
  expect(await enter('rider2', kiosk.digits())).toMatchObject(accepted)
  expect(await enter('rider', kiosk.code())).toMatchObject(accepted)
  city.time.now += 3_600_000
  expect(await enter('rider', kiosk.digits())).toMatchObject(accepted)
})

it('a wrong try counts once however often its answer is lost, and in the database', async () => {
  const command = {
    id: randomUUID(),
    name: 'stations.enter',
    input: { entryId: randomUUID(), code: another(kiosk.digits()) },
  } as const
  for (let i = 0; i < 3; i++) expect((await city.as('rider').send(command))[0]).toMatchObject(wrong)
  expect(await city.database.read.$count(digitTries)).toBe(1)
})

it('a station takes no more than fifty wrong ones an hour, whoever types them', async () => {
  await city.database.transact(async (tx) => {
    const tries = Array.from({ length: 50 }, () => ({
      id: randomUUID(),
      accountId: city.ids.rider2,
      station: STATIONS.bridge.number,
      at: city.time.now,
    }))
    await tx.insert(digitTries).values(tries)
  })
  expect(await enter('rider', kiosk.digits())).toMatchObject(tooOften)
  const lake = await door.kiosk('lake')
  expect(await enter('rider', lake.digits())).toMatchObject(accepted)
})

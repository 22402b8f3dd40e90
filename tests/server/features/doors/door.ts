import type { CommandName, CommandResult } from '#shared/commands.ts'
import type { Refusal } from '#shared/refusal.ts'
import type { Reply } from '#shared/sync/protocol.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { accounts, openSession } from '#server/core/identity/index.ts'
import { keyedHash } from '#server/core/keys/index.ts'
import { addPost } from '#server/core/posts/index.ts'
import { entries, kiosks, stations, visits } from '#server/core/stations/index.ts'
import { doorCodeBytes, doorCodeUrl } from '#shared/doors/door-bytes.ts'
import { digitsBytes, digitsOfMac, periodOf } from '#shared/doors/typed-digits.ts'
import { epochOf } from '#shared/proofs/codes.ts'
import { asc, eq } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { apiOf, COMMUNITY, ELSEWHERE } from '../../../support/city.ts'
import { newDevice } from '../../../support/device.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { keeperOf } from '../../../support/posts.ts'
import { streetOf } from '../reports/street.ts'
import { holdOut } from './device.ts'

/**
 * Two stations open by themselves round the clock, and one by its hours (9 to 18); `keeper` keeps the first.
 * The second is nearer to the first than the third is.
 */
export const STATIONS = {
  bridge: {
    id: '0194f000-0000-7000-8000-0000000000c1',
    number: 101,
    name: '桥头驿站',
    areaId: COMMUNITY,
    latitude: 30.58,
    longitude: 114.27,
    address: '测试路 1 号',
    isSelfService: true,
  },
  market: {
    id: '0194f000-0000-7000-8000-0000000000c2',
    number: 102,
    name: '集市驿站',
    areaId: COMMUNITY,
    latitude: 30.59,
    longitude: 114.27,
    address: '测试路 2 号',
    isSelfService: false,
  },
  lake: {
    id: '0194f000-0000-7000-8000-0000000000c3',
    number: 103,
    name: '湖边驿站',
    areaId: ELSEWHERE,
    latitude: 30.65,
    longitude: 114.27,
    address: '测试路 3 号',
    isSelfService: true,
  },
} as const
export type StationName = keyof typeof STATIONS
export const ORIGIN = 'https://bee.example.cn'

/** `freshCity` with its doors and a kiosk at the first. */
export const freshDoor = (
  take: (fresh: { city: TestCity, door: Door, kiosk: TestKiosk }) => unknown,
): void => freshCity(async (city) => {
  const door = await doorOf(city)
  await take({ city, door, kiosk: await door.kiosk() })
})

/** What happens at the doors, in the words of the tests. */
export async function doorOf(city: TestCity) {
  await city.database.transact(async (tx) => {
    await tx.insert(stations).values(Object.values(STATIONS))
    await addPost(tx, { ...keeperOf(city), scope: STATIONS.bridge.id })
  })
  const street = streetOf(city)
  const visitsOf = async (name: PersonName) =>
    await city.database.read
      .select()
      .from(visits)
      .where(eq(visits.accountId, city.ids[name]))
      .orderBy(asc(visits.enteredAt))
  const stationNow = async (at: StationName = 'bridge') =>
    (await city.database.read.select().from(stations).where(eq(stations.id, STATIONS[at].id)))[0]!
  const changeStation = async (at: StationName, changes: Partial<typeof stations.$inferInsert>) =>
    await city.database.transact(
      async tx => await tx.update(stations).set(changes).where(eq(stations.id, STATIONS[at].id)),
    )
  const allEntries = async () =>
    await city.database.read.select().from(entries).orderBy(asc(entries.occurredAt))

  return {
    ...street,
    visitsOf,
    stationNow,
    changeStation,
    allEntries,
    kiosk: (at?: StationName) => openKiosk(city, at),
    phone: (by: PersonName) => openPhone(city, by),
  }
}
export type Door = Awaited<ReturnType<typeof doorOf>>

/** A tablet at a station's door, paired now. */
export async function openKiosk(city: TestCity, at: StationName = 'bridge') {
  const station = STATIONS[at]
  const id = uuidv7()
  const cookie = await city.database.transact(async (tx) => {
    await tx
      .insert(accounts)
      .values({ id, role: 'kiosk', name: '门口', areaId: station.areaId, createdAt: city.time.now })
    await tx
      .insert(kiosks)
      .values({
        accountId: id,
        stationId: station.id,
        label: '门口',
        pairedAt: city.time.now,
        pairedBy: city.ids.admin,
      })
    return `bee=${(await openSession(tx, { id, role: 'kiosk' }, city.time.now)).token}`
  })
  const doors = apiOf(
    async (path, init) => await city.fetchAs(cookie)(path, init),
    () => city.time.now,
  )

  /** The link it shows at an instant of its own clock. */
  function code(shownAt = city.time.now): string {
    const signed = doorCodeBytes({ station: station.number, epoch: epochOf(shownAt), nonce: randomBytes(8) })
    return doorCodeUrl(
      ORIGIN,
      signed,
      createHmac('sha256', keyedHash('door codes', id)).update(signed).digest(),
    )
  }
  /** The station's number and the digits it shows at an instant of its own clock. */
  function digits(shownAt = city.time.now): string {
    const signed = digitsBytes(station.number, periodOf(shownAt))
    const mac = createHmac('sha256', keyedHash('door codes', id)).update(signed).digest()
    return `${station.number}${digitsOfMac(mac)}`
  }
  const admit = async (proof: string, entryId: string = randomUUID()) =>
    await doors.sendOne('stations.admit', { entryId, proof })
  /** It opened by itself, `at` its own clock, and tells it now. */
  const record = async (proof: string, at: number, entryId: string = randomUUID(), isOpen?: boolean) =>
    (
      await doors.send({ name: 'stations.recordEntry', input: { entryId, proof, at, isOpen }, madeAt: at })
    )[0]!
  const unpair = async () =>
    await city.database.transact(async (tx) => {
      await tx.update(kiosks).set({ unpairedAt: city.time.now }).where(eq(kiosks.accountId, id))
    })
  return { id, cookie, station, ...doors, code, digits, admit, record, unpair }
}
export type TestKiosk = Awaited<ReturnType<typeof openKiosk>>

/** Somebody's phone with a pass of a day. */
export async function openPhone(city: TestCity, by: PersonName) {
  const device = newDevice()
  const { pass, expires } = await city.as(by).done('stations.givePass', { deviceKey: device.deviceKey })
  /** What it shows at a station; its clock may be off. */
  const show = (at: StationName = 'bridge', time = city.time.now, nonce?: Uint8Array) =>
    holdOut(device.privateKey, pass, { station: STATIONS[at].number, time, ...(nonce && { nonce }) })
  return { ...device, pass, expires, show }
}
export type TestPhone = Awaited<ReturnType<typeof openPhone>>

/** What an accepted command answered. */
export function resultOf<Name extends CommandName>(reply: Reply): CommandResult<Name> {
  if (reply.status !== 'accepted') throw new Error(JSON.stringify(reply))
  return reply.result as CommandResult<Name>
}
export const refused = (refusal: Refusal) => ({ status: 'refused', refusal })
export const accepted = { status: 'accepted' }

/** The same bytes with one bit turned over. */
export function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[bit >> 3]! ^= 1 << (bit & 7)
  return copy
}

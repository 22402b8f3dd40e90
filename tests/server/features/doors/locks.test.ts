import type { TestCity } from '../../../support/city.ts'
import type { Mosquitto } from '../../../support/mosquitto.ts'
import type { Door, TestKiosk } from './door.ts'
import { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { publicKeys } from '#server/core/keys/index.ts'
import { stations } from '#server/core/stations/index.ts'
import { useLocks } from '#server/features/doors/locks/locks.ts'
import { makeUnlock } from '#server/features/doors/locks/make-unlock.ts'
import { UNLOCK_MS } from '#shared/doors/door-bytes.ts'
import { eq } from 'drizzle-orm'
import { connectAsync } from 'mqtt'
import { expect, it, vi } from 'vitest'
import { judgeUnlock, newMemory, openLock } from '../../../support/lock.ts'
import { lockUser, PREFIX, SERVER, startMosquitto } from '../../../support/mosquitto.ts'
import { connectedLocks, freshLocks } from './connected-locks.ts'
import { accepted, STATIONS } from './door.ts'

const { number } = STATIONS.bridge
const topic = `${PREFIX}/${number}/unlock`
let mosquitto: Mosquitto
let city: TestCity
let door: Door
let kiosk: TestKiosk
freshLocks(fresh => ({ city, door, kiosk, mosquitto } = fresh))

const memory = async (lastSequence = 0) => ({
  ...newMemory(number, await publicKeys(city.database.read)),
  lastSequence,
})
const lockHere = async (lastSequence?: number) =>
  await openLock(mosquitto, await memory(lastSequence), () => city.time.now)
/** The sequence of the first unlock at this moment. */
const first = () => Math.floor(city.time.now / 1000)
/** Somebody who has caught what the server says, and may write where it does. */
const thief = async () =>
  await connectAsync(mosquitto.url, { ...SERVER, ca: mosquitto.authority, protocolVersion: 5 })
const unlockFor = async (station: keyof typeof STATIONS = 'bridge') =>
  await city.database.transact(async tx => await makeUnlock({ tx, now: city.time.now }, STATIONS[station]))

async function enter(by: 'rider' | 'rider2'): Promise<string> {
  const entryId = randomUUID()
  expect(await city.as(by).sendOne('stations.enter', { entryId, code: kiosk.code() })).toMatchObject({
    ...accepted,
    result: { isOpen: false },
  })
  return entryId
}
const becomes = async (by: 'rider' | 'rider2', entryId: string, state: string) =>
  await vi.waitFor(
    async () => expect(await city.as(by).ask('stations.entry', { entryId })).toMatchObject({ state }),
  )

it('the lock hears, believes, opens and answers, and the rider is told', async () => {
  const lock = await lockHere()
  await becomes('rider', await enter('rider'), 'open')
  expect(lock.opened).toEqual([first()])
  expect((await door.stationNow()).lastOpenedAt).toBe(city.time.now)
  await lock.close()
})

it('a caught unlock replayed, left on the broker, or overtaken by a later one opens nothing', async () => {
  const lock = await lockHere()
  await becomes('rider', await enter('rider'), 'open')
  const other = await thief()
  await other.publishAsync(topic, lock.heard[0]!, { qos: 1 })
  const [second, third] = [await unlockFor(), await unlockFor()]
  for (const { message } of [third, second]) await other.publishAsync(topic, Buffer.from(message), { qos: 1 })
  await vi.waitFor(() => expect(lock.heard).toHaveLength(4))
  expect(lock.opened).toEqual([first(), first() + 2])
  expect(lock.refused).toEqual(['taken before', 'taken before'])
  await lock.close()

  await other.publishAsync(topic, Buffer.from((await unlockFor()).message), { qos: 1, retain: true })
  const woken = await lockHere(first() + 2) // As after a power cut: it hears what was left there for it.
  await vi.waitFor(() => expect(woken.heard).toHaveLength(1))
  expect(woken.refused).toEqual(['retained'])
  expect(woken.opened).toEqual([])
  await other.publishAsync(topic, Buffer.alloc(0), { qos: 1, retain: true })
  await woken.close()
  await other.endAsync()
})

it('an unlock with any of its bits flipped, for another door, or too late opens nothing', async () => {
  const known = await memory()
  const { message } = await unlockFor()
  expect(message).toHaveLength(92)
  expect(judgeUnlock(message, known, city.time.now)).toMatchObject({ sequence: first() })
  for (let bit = 0; bit < message.length * 8; bit++) {
    const flipped = message.slice()
    flipped[bit >> 3]! ^= 1 << (bit & 7)
    expect(judgeUnlock(flipped, known, city.time.now), `bit ${bit}`).toBeTypeOf('string')
  }
  expect(judgeUnlock((await unlockFor('lake')).message, known, city.time.now)).toBe('another door')
  expect(judgeUnlock(message, known, city.time.now + UNLOCK_MS + 1000)).toBe('too late')
})

it('a lock that says nothing has failed, and after a second person the station is doubtful', async () => {
  await becomes('rider', await enter('rider'), 'failed')
  expect((await door.stationNow()).doubtfulSince).toBeNull()
  await becomes('rider2', await enter('rider2'), 'failed')
  expect((await door.stationNow()).doubtfulSince).not.toBeNull()
  const lock = await lockHere()
  await becomes('rider', await enter('rider'), 'open')
  expect((await door.stationNow()).doubtfulSince).toBeNull()
  await lock.close()
})

it('without the broker the door stays shut, and that is said at once', async () => {
  const own = await startMosquitto([number])
  const cutOff = await connectedLocks(city, own)
  useLocks(cutOff)
  await own.remove()
  await becomes('rider', await enter('rider'), 'failed')
  await cutOff.close()
})

it('a lock opens at once for a server that came back from an older backup', async () => {
  const lock = await lockHere()
  await becomes('rider', await enter('rider'), 'open')
  const backedUp = (await door.stationNow()).lockSequence
  for (let i = 0; i < 6; i++) {
    city.time.now += 20 * 60_000
    await becomes('rider', await enter('rider'), 'open')
  }
  await city.database.transact(async (tx) => {
    await tx.update(stations).set({ lockSequence: backedUp }).where(eq(stations.id, STATIONS.bridge.id))
  })
  city.time.now += 20 * 60_000
  await becomes('rider2', await enter('rider2'), 'open')
  expect(lock.refused).toEqual([])
  expect((await door.stationNow()).failedBy).toBeNull()
  await lock.close()
})

it('a clock that was put back lets no unlock have the number of an earlier one', async () => {
  const lock = await lockHere()
  city.time.now += 3_600_000
  await becomes('rider', await enter('rider'), 'open')
  city.time.now -= 3_600_000
  const { sequence } = await unlockFor()
  expect(sequence).toBe(lock.opened[0]! + 1)
  await lock.close()
})

it('a lock hears no other door, and nobody hears without a password', async () => {
  const lock = await connectAsync(mosquitto.url, {
    ...lockUser(STATIONS.lake.number),
    ca: mosquitto.authority,
    protocolVersion: 5,
  })
  const heard = vi.fn()
  lock.on('message', heard)
  // The broker says no, or says nothing and sends nothing.
  await lock.subscribeAsync([topic, `${PREFIX}/#`], { qos: 1 }).catch(() => {})
  const own = await lockHere()
  await becomes('rider', await enter('rider'), 'open')
  expect(heard).not.toHaveBeenCalled()
  const once = { protocolVersion: 5, reconnectPeriod: 0 } as const
  await expect(
    connectAsync(mosquitto.url, { ...once, ...SERVER, password: 'guessed', ca: mosquitto.authority }),
  ).rejects.toThrow(/not authorized|bad user/i)
  await expect(connectAsync(mosquitto.url, { ...once, ...SERVER })).rejects.toThrow(
    /self-signed|certificate/i,
  )
  await Promise.all([lock.endAsync(), own.close()])
})

import type { LockDriver } from '#server/features/doors/locks/driver.ts'
import type { TestCity } from '../../../support/city.ts'
import type { Memory } from '../../../support/lock.ts'
import type { Mosquitto } from '../../../support/mosquitto.ts'
import type { Door, TestKiosk } from './door.ts'
import { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { publicKeys } from '#server/core/keys/index.ts'
import { useLocks } from '#server/features/doors/locks/locks.ts'
import { readAcknowledgement } from '#shared/doors/acknowledgement.ts'
import { UNLOCK_MS } from '#shared/doors/door-bytes.ts'
import { GRANT_MS, KIOSK_SEQUENCE_MIN } from '#shared/doors/grants.ts'
import { connectAsync } from 'mqtt'
import { afterEach, expect, it, vi } from 'vitest'
import { newDevice } from '../../../support/device.ts'
import { judgeUnlock, newMemory, openLock } from '../../../support/lock.ts'
import { PREFIX, SERVER } from '../../../support/mosquitto.ts'
import { connectedLocks, freshLocks } from './connected-locks.ts'
import { sendOpen } from './device.ts'
import { accepted, flipped, refused, resultOf, STATIONS } from './door.ts'

const { number } = STATIONS.bridge
let mosquitto: Mosquitto
let city: TestCity
let door: Door
let kiosk: TestKiosk
let locks: LockDriver
freshLocks(fresh => ({ city, door, kiosk, locks, mosquitto } = fresh), { isForTablets: true })
afterEach(async () => {
  const broker = await connectAsync(mosquitto.url, { ...SERVER, ca: mosquitto.authority, protocolVersion: 5 })
  for (const each of [number, STATIONS.lake.number])
    await broker.publishAsync(`${PREFIX}/${each}/grants`, Buffer.alloc(0), { qos: 1, retain: true })
  await broker.endAsync()
})

const memory = async (): Promise<Memory> => newMemory(number, await publicKeys(city.database.read))
const lockHere = async (known?: Memory) =>
  await openLock(mosquitto, known ?? (await memory()), () => city.time.now)
const granted = async (tablet: TestKiosk, deviceKey: string) =>
  resultOf<'stations.grantDoor'>(await tablet.sendOne('stations.grantDoor', { deviceKey }))

/** A tablet with a key of its own and a grant; `open` is what it sends. */
async function grantedTablet(tablet = kiosk) {
  const { privateKey, deviceKey } = newDevice()
  const given = await granted(tablet, deviceKey)
  let last = 0
  const open = (changes: { station?: number, sequence?: number, expires?: number, grant?: string } = {}) => {
    last = Math.max(last + 1, city.time.now)
    return sendOpen(privateKey, changes.grant ?? given.grant, {
      station: tablet.station.number,
      sequence: last,
      expires: city.time.now + UNLOCK_MS,
      ...changes,
    })
  }
  return { ...given, privateKey, deviceKey, open }
}

/** The tablet's way to the lock, by what the server tells it. */
async function lineOf(tablet: TestKiosk) {
  const { lock } = await tablet.ask('stations.kiosk', {})
  if (lock.kind !== 'local') throw new Error(lock.kind)
  const { url, username, password, unlockTopic, ackTopic } = lock
  const client = await connectAsync(url, { username, password, protocolVersion: 5 })
  const answers: unknown[] = []
  client.on('message', (_topic, bytes) => answers.push(readAcknowledgement(bytes)))
  await client.subscribeAsync(ackTopic, { qos: 1 })
  return {
    answers,
    send: (bytes: Buffer, options = {}) => client.publishAsync(unlockTopic, bytes, { qos: 1, ...options }),
    close: async () => await client.endAsync(),
  }
}

it('a kiosk opens its station\'s lock by itself, over the station\'s broker, and hears back', async () => {
  const [lock, line, tablet] = [await lockHere(), await lineOf(kiosk), await grantedTablet()]
  await line.send(tablet.open())
  await vi.waitFor(() => expect(line.answers).toEqual([{ sequence: city.time.now, isOpen: true }]))
  expect(lock.opened).toEqual([city.time.now])
  await Promise.all([lock.close(), line.close()])
})

it('what was sent before, overtaken or left on the broker opens nothing, nor after a power cut', async () => {
  const known = await memory()
  const [lock, line, tablet] = [await lockHere(known), await lineOf(kiosk), await grantedTablet()]
  const [first, second, third] = [tablet.open(), tablet.open(), tablet.open()]
  for (const bytes of [first, third, second, first]) await line.send(bytes)
  await vi.waitFor(() => expect(lock.heard).toHaveLength(4))
  expect([lock.opened, lock.refused]).toEqual([
    [city.time.now, city.time.now + 2],
    ['taken before', 'taken before'],
  ])
  await lock.close()

  await line.send(tablet.open(), { retain: true })
  const woken = await lockHere(JSON.parse(JSON.stringify(known)) as Memory)
  await vi.waitFor(() => expect(woken.refused).toEqual(['retained']))
  await line.send(third)
  await vi.waitFor(() => expect(woken.refused).toEqual(['retained', 'taken before']))
  expect(woken.opened).toEqual([])
  await line.send(Buffer.alloc(0), { retain: true })
  await Promise.all([woken.close(), line.close()])
})

it('a flipped bit, lateness, another door or kiosk\'s key, or a missing grant opens nothing', async () => {
  const known = await memory()
  const [tablet, other] = [await grantedTablet(), await grantedTablet(await door.kiosk('lake'))]
  const judge = (bytes: Uint8Array, at = city.time.now) => judgeUnlock(bytes, known, at)
  const good = tablet.open()
  expect([good.length, judge(good)]).toMatchObject([209, { sequence: city.time.now }])
  for (let bit = 0; bit < good.length * 8; bit++)
    expect(judge(flipped(good, bit)), `bit ${bit}`).toBeTypeOf('string')
  expect(judge(good, city.time.now + UNLOCK_MS + 1000)).toBe('too late')
  expect(judge(tablet.open({ station: STATIONS.lake.number }))).toBe('another door')
  expect(judge(other.open())).toBe('another door')
  expect(judge(tablet.open({ grant: other.grant }))).toBe('forged')
  expect(judge(tablet.open({ sequence: KIOSK_SEQUENCE_MIN - 1 }))).toBe('taken before')
  expect(judge(good.subarray(117))).toBe('forged') // The unlock alone, as if it were the server's.
  city.time.now += GRANT_MS
  expect(judge(tablet.open())).toBe('granted no more')
})

it('unpairing a kiosk shuts its way to the lock at once; a lock that was off learns it later', async () => {
  const known = await memory()
  const [lock, line, tablet] = [await lockHere(known), await lineOf(kiosk), await grantedTablet()]
  city.time.now += 1000
  const back = await door.kiosk()
  const backDoor = await grantedTablet(back)
  expect(await city.as('admin').sendOne('stations.unpair', { kioskId: kiosk.id })).toMatchObject(accepted)
  await vi.waitFor(() => expect(known.grantsFrom).toBe(city.time.now + 1))
  await line.send(tablet.open())
  await vi.waitFor(() => expect(lock.refused).toEqual(['granted no more']))
  await lock.close()

  const woken = await lockHere()
  await line.send(tablet.open())
  await vi.waitFor(() => expect(woken.refused).toEqual(['granted no more']))
  // The station's other tablet is told, has itself granted anew, and opens.
  expect((await back.ask('stations.kiosk', {})).lock).toMatchObject({ grantsFrom: city.time.now + 1 })
  await line.send(backDoor.open())
  await vi.waitFor(() => expect(woken.refused).toHaveLength(2))
  await line.send(backDoor.open({ grant: (await granted(back, backDoor.deviceKey)).grant }))
  await vi.waitFor(() => expect(woken.opened).toHaveLength(1))
  await Promise.all([woken.close(), line.close()])
})

it('an ending that could not be sent goes out when the broker is back, from whichever server', async () => {
  const known = await memory()
  const tablet = await grantedTablet()
  await locks.close() // Nobody is connected now.
  expect(await city.as('admin').sendOne('stations.unpair', { kioskId: kiosk.id })).toMatchObject(accepted)
  locks = await connectedLocks(city, mosquitto, { isForTablets: true })
  const lock = await lockHere(known)
  await vi.waitFor(() => expect(known.grantsFrom).toBeGreaterThan(tablet.issued))
  expect(judgeUnlock(tablet.open(), known, city.time.now)).toBe('granted no more')
  await lock.close()
})

it('though the clock is put back in between, an ending ends every grant before it, none after', async () => {
  const known = await memory()
  const lock = await lockHere(known)
  city.time.now += 60_000
  const tablet = await grantedTablet()
  city.time.now -= 60_000
  const back = await door.kiosk()
  await city.as('admin').sendOne('stations.unpair', { kioskId: kiosk.id })
  const after = await grantedTablet(back)
  await vi.waitFor(() => expect(known.grantsFrom).toBe(tablet.issued + 1))
  expect(judgeUnlock(tablet.open(), known, city.time.now)).toBe('granted no more')
  expect(judgeUnlock(after.open(), known, city.time.now)).toMatchObject({ sequence: city.time.now })
  await lock.close()
})

it('the lock\'s answer to a tablet is no answer to the server', async () => {
  const line = await lineOf(kiosk)
  const tablet = await grantedTablet()
  const entryId = randomUUID()
  expect(await city.as('rider').sendOne('stations.enter', { entryId, code: kiosk.code() })).toMatchObject({
    ...accepted,
    result: { isOpen: false },
  }) // Nobody hears it.
  const lock = await lockHere()
  await line.send(tablet.open())
  await vi.waitFor(() => expect(lock.opened).toHaveLength(1))
  await vi.waitFor(
    async () =>
      expect(await city.as('rider').ask('stations.entry', { entryId })).toMatchObject({ state: 'failed' }),
  )
  await Promise.all([lock.close(), line.close()])
})

it('only a paired kiosk is granted its station\'s door, for a day; a repeat is answered too', async () => {
  const { deviceKey } = newDevice()
  const wish = { id: randomUUID(), name: 'stations.grantDoor', input: { deviceKey } }
  const [reply] = await kiosk.send(wish)
  const { issued, expires } = resultOf<'stations.grantDoor'>(reply!)
  expect([issued, expires]).toEqual([city.time.now, city.time.now + GRANT_MS])
  expect(await kiosk.send(wish)).toEqual([reply])
  expect(
    await kiosk.sendOne('stations.grantDoor', {
      deviceKey: Buffer.alloc(33, 2).fill(255, 1).toString('base64url'),
    }),
  ).toMatchObject(refused({ code: 'stations.passWrong' }))
  expect(await kiosk.sendOne('stations.grantDoor', { deviceKey: 'short' })).toMatchObject({
    status: 'malformed',
  })
  for (const by of ['rider', 'keeper', 'admin'] as const) {
    expect(await city.as(by).sendOne('stations.grantDoor', { deviceKey })).toMatchObject(
      refused({ code: 'command.notForYourRole' }),
    )
  }
  await kiosk.unpair()
  expect(await kiosk.sendOne('stations.grantDoor', { deviceKey })).toMatchObject(
    refused({ code: 'stations.kioskUnknown' }),
  )
})

it('a tablet writes and hears at its own station only', async () => {
  const [lock, line, lake] = [await lockHere(), await lineOf(kiosk), await lineOf(await door.kiosk('lake'))]
  const tablet = await grantedTablet()
  const { lock: address } = await kiosk.ask('stations.kiosk', {})
  expect(address).toMatchObject({
    kind: 'local',
    url: mosquitto.tabletUrl,
    username: `tablet-${number}`,
    unlockTopic: `${PREFIX}/${number}/unlock`,
    grantsFrom: 0,
  })
  const stranger = await connectAsync(mosquitto.tabletUrl, {
    username: `tablet-${STATIONS.lake.number}`,
    password: `in front of ${STATIONS.lake.number}`,
    protocolVersion: 5,
  })
  // The broker says no, or nothing and passes nothing on.
  await stranger.publishAsync(`${PREFIX}/${number}/unlock`, tablet.open(), { qos: 1 }).catch(() => {})
  await line.send(tablet.open())
  await vi.waitFor(() => expect(line.answers).toHaveLength(1))
  expect([lock.heard.length, lake.answers]).toEqual([1, []])
  await Promise.all([lock.close(), line.close(), lake.close(), stranger.endAsync()])
})

it('where tablets have no way to the lock, they are told so', async () => {
  await locks.close()
  locks = await connectedLocks(city, mosquitto)
  useLocks(locks)
  expect((await kiosk.ask('stations.kiosk', {})).lock).toEqual({ kind: 'city' })
})

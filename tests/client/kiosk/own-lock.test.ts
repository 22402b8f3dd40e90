import type { OwnLock } from '#client/kiosk/lock-connection.ts'
import type { Memory } from '../../support/lock.ts'
import type { Mosquitto } from '../../support/mosquitto.ts'
import { generateKeyPairSync, sign } from 'node:crypto'
import { makeDeviceKey } from '#client/app/session/device-key.ts'
import { openLockConnection } from '#client/kiosk/lock-connection.ts'
import { forgetKeys, signUnlock } from '#client/kiosk/lock-key.ts'
import { store } from '#client/sync/store/store.ts'
import { UNLOCK_MS } from '#shared/doors/door-bytes.ts'
import { GRANT_MS, grantBytes, readGrantedUnlock } from '#shared/doors/grants.ts'
import { fromBase64Url, joinBytes, toBase64Url } from '#shared/kernel/bytes.ts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { judgeUnlock, newMemory, openLock } from '../../support/lock.ts'
import { PREFIX, startMosquitto } from '../../support/mosquitto.ts'
import 'fake-indexeddb/auto'

const STATION = 143
const TABLET = 'the tablet'
const NOW = Date.parse('2026-11-23T14:00:00Z')
const own = { station: STATION, grantsFrom: 0 }
const server = generateKeyPairSync('ed25519')
let memory: Memory
let mosquitto: Mosquitto
let address: OwnLock
const closing: (() => void | Promise<void>)[] = []
beforeAll(async () => {
  mosquitto = await startMosquitto([STATION])
  address = {
    kind: 'local',
    url: mosquitto.tabletUrl,
    username: `tablet-${STATION}`,
    password: `in front of ${STATION}`,
    unlockTopic: `${PREFIX}/${STATION}/unlock`,
    ackTopic: `${PREFIX}/${STATION}/ack`,
    grantsFrom: 0,
  }
})
beforeEach(async () => {
  memory = newMemory(STATION, [{ id: 7, publicKey: server.publicKey.export({ format: 'jwk' }).x! }])
  await (await store()).clear('lockKeys')
  const { privateKey, publicKey } = await makeDeviceKey()
  const [issued, expires] = [NOW, NOW + GRANT_MS]
  const signed = grantBytes({
    keyId: 7,
    station: STATION,
    kioskKey: fromBase64Url(publicKey)!,
    issued,
    expires,
  })
  await (
    await store()
  ).put(
    'lockKeys',
    {
      privateKey,
      publicKey,
      grant: toBase64Url(joinBytes(signed, sign(null, signed, server.privateKey))),
      issued,
      expires,
      lastSequence: 0,
    },
    TABLET,
  )
})
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
afterAll(() => mosquitto.remove())

/** A line that is up. */
async function dialled(patienceMs?: number) {
  const ups: boolean[] = []
  const line = await openLockConnection(address, isUp => ups.push(isUp), patienceMs)
  closing.push(line.close)
  await vi.waitFor(() => expect(ups.at(-1)).toBe(true))
  return { ...line, ups }
}
const unlock = async (now = NOW) => (await signUnlock(TABLET, own, now))!

it('the lock opens for what the tablet signs, and the tablet believes nobody but the lock', async () => {
  const lock = await openLock(mosquitto, memory, () => NOW)
  closing.push(lock.close)
  const { unlock: tell } = await dialled()
  const { sequence, message } = await unlock()
  expect(await tell(sequence, message)).toBe(true)
  expect(lock.opened).toEqual([NOW])
})

it('a lock that believes it no more, or is not there, has not opened', async () => {
  const { unlock: tell } = await dialled(300)
  const first = await unlock()
  expect(await tell(first.sequence, first.message)).toBe(false)
  const lock = await openLock(mosquitto, Object.assign(memory, { grantsFrom: NOW + 1 }), () => NOW)
  closing.push(lock.close)
  const second = await unlock()
  expect(await tell(second.sequence, second.message)).toBe(false)
  expect(lock.refused).toEqual(['granted no more'])
})

it('without the station’s broker the line is down, and nothing is sent for later', async () => {
  const ups: boolean[] = []
  const line = await openLockConnection({ ...address, password: 'guessed' }, isUp => ups.push(isUp))
  closing.push(line.close)
  await vi.waitFor(() => expect(ups).toContain(false))
  const { sequence, message } = await unlock()
  expect(await line.unlock(sequence, message)).toBe(false)
})

it('no two unlocks share a number, though the clock stops, goes back, or two come at once', async () => {
  const numbers = (await Promise.all(Array.from({ length: 5 }, () => unlock()))).map(
    ({ sequence }) => sequence,
  )
  numbers.push((await unlock(NOW - 60_000)).sequence, (await unlock(NOW + 60_000)).sequence)
  expect(numbers).toEqual([NOW, NOW + 1, NOW + 2, NOW + 3, NOW + 4, NOW + 5, NOW + 60_000])
  expect((await (await store()).get('lockKeys', TABLET))!.lastSequence).toBe(NOW + 60_000)
})

it('an unlock is for its own station and lives ten seconds', async () => {
  const { message } = await unlock(NOW)
  expect(readGrantedUnlock(message)!.unlock.message).toMatchObject({
    station: STATION,
    expires: NOW + UNLOCK_MS,
  })
  expect(judgeUnlock(message, memory, NOW)).toMatchObject({ sequence: NOW })
  expect(judgeUnlock(message, memory, NOW + UNLOCK_MS + 1)).toBe('too late')
})

it('a kiosk signs nothing when its grant ran out or ended, or unpaired; its key can’t be read', async () => {
  const { privateKey } = (await (await store()).get('lockKeys', TABLET))!
  await expect(crypto.subtle.exportKey('pkcs8', privateKey)).rejects.toThrow(/not extractable/)
  expect(await signUnlock(TABLET, own, NOW + GRANT_MS)).toBeUndefined()
  expect(await signUnlock(TABLET, { ...own, grantsFrom: NOW + 1 }, NOW)).toBeUndefined()
  await forgetKeys(TABLET)
  expect(await signUnlock(TABLET, own, NOW)).toBeUndefined()
})

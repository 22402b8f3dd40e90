import type { TestCity } from '../../../support/city.ts'
import { spawnSync } from 'node:child_process'
import { createPublicKey, verify } from 'node:crypto'
import process from 'node:process'
import {
  isSigned,
  KEY_PERIOD_MS,
  openKeys,
  openSigner,
  publicKeys,
  rotateKeys,
} from '#server/core/keys/index.ts'
import { dialect } from '#server/database/dialect.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { root } from '../../../../server/setup.mjs'
import { openTestCity } from '../../../support/city.ts'

const words = new TextEncoder().encode('something to sign')
let city: TestCity
beforeEach(async () => {
  city = await openTestCity()
})
afterEach(() => city.close())
const signs = async () => (await openSigner(city.database.read, city.time.now)).keyId
const known = async () => (await publicKeys(city.database.read)).map(({ id }) => id)

it('a new city signs with its first key and says which will be next', async () => {
  expect([await signs(), await known()]).toEqual([1, [1, 2]])
  const { keyId, sign } = await openSigner(city.database.read, city.time.now)
  const signature = sign(words)
  const { publicKey } = (await publicKeys(city.database.read)).find(({ id }) => id === keyId)!
  expect(
    verify(
      null,
      words,
      createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' }),
      signature,
    ),
  ).toBe(true)
  expect(await isSigned(city.database.read, keyId, words, signature)).toBe(true)
  expect(await isSigned(city.database.read, 2, words, signature)).toBe(false)
  expect(await isSigned(city.database.read, 99, words, signature)).toBe(false)
})

it('every ninety days the next one takes over; what the last one signed is still believed', async () => {
  const signature = (await openSigner(city.database.read, city.time.now)).sign(words)
  expect(await rotateKeys(city.database, city.time.now)).toBe(false)
  city.time.now += KEY_PERIOD_MS
  expect(await signs()).toBe(2) // Also before the clock has made the one after.
  expect(await rotateKeys(city.database, city.time.now)).toBe(true)
  expect([await signs(), await known()]).toEqual([2, [1, 2, 3]])
  city.time.now += KEY_PERIOD_MS
  await rotateKeys(city.database, city.time.now)
  expect([await signs(), await known()]).toEqual([3, [2, 3, 4]])
  expect(await isSigned(city.database.read, 1, words, signature)).toBe(true)
})

it('by hand it takes over at once', async () => {
  expect(await rotateKeys(city.database, city.time.now, { byHand: true })).toBe(true)
  expect([await signs(), await known()]).toEqual([2, [1, 2, 3]])
})

it('ten processes that rotate at once make one key', async () => {
  city.time.now += KEY_PERIOD_MS
  const changed = await Promise.all(
    Array.from({ length: 10 }, () => rotateKeys(city.database, city.time.now)),
  )
  expect(changed.filter(Boolean)).toHaveLength(1)
  expect(await known()).toEqual([1, 2, 3])
})

it('private keys lie sealed in the database, and only those that sign or will', async () => {
  await rotateKeys(city.database, city.time.now, { byHand: true })
  const rows = await city.database.run('select id, sealed_key from signing_keys order by id')
  expect(rows.map(({ sealed_key: sealed }) => sealed === null)).toEqual([true, false, false])
  await city.database.run(
    `update signing_keys set sealed_key = (select sealed_key from signing_keys where id = 3) where id = 2`,
  )
  // Each is bound to its own public key.
  await expect(openSigner(city.database.read, city.time.now)).rejects.toThrow('no key signs now')
})

it('a city whose secret was changed goes on with new keys, and believes its old signatures', async () => {
  const { keyId, sign } = await openSigner(city.database.read, city.time.now)
  const signature = sign(words)
  await openKeys(city.database, 'another secret for tests, long enough too', city.time.now)
  expect(await signs()).toBe(3)
  expect(await isSigned(city.database.read, keyId, words, signature)).toBe(true)
})

it.runIf(dialect === 'sqlite')('the program for it works beside the running city', async () => {
  const env = {
    PATH: process.env.PATH,
    DATA_DIR: city.dataDir,
    DATABASE_URL: city.settings.databaseUrl,
    SECRET: city.settings.secret,
  }
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'server/programs/keys-rotate.ts'],
    { cwd: root, env, encoding: 'utf8' },
  )
  expect([status, stdout]).toEqual([0, expect.stringContaining('signs from now on')])
  city.time.now = Date.now()
  expect(await signs()).toBeGreaterThan(1)
})

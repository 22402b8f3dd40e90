import type { TestCity } from '../../../support/city.ts'
import { createPublicKey, verify } from 'node:crypto'
import { secondFactors } from '#server/core/identity/index.ts'
import {
  isSigned,
  KEY_PERIOD_MS,
  openKeys,
  openSigner,
  OtherSecret,
  publicKeys,
  rotateKeys,
} from '#server/core/keys/index.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { setUpFactor } from '../../../support/factor.ts'
import { runProgram } from '../../../support/program.ts'

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

const OTHER = 'another secret for tests, long enough too'
const sealed = async () => await city.database.run('select id, sealed_key from signing_keys order by id')

it('another secret opens nothing and changes nothing: the city\'s own goes on signing', async () => {
  const before = await sealed()
  await expect(openKeys(city.database, OTHER, city.time.now)).rejects.toThrow(OtherSecret)
  // Nor does a process that had another one rotate them away when the time comes.
  await expect(rotateKeys(city.database, city.time.now + KEY_PERIOD_MS)).rejects.toThrow(OtherSecret)
  expect(await sealed()).toEqual(before)
  await openKeys(city.database, city.settings.secret, city.time.now)
  expect(await signs()).toBe(1)
})

it('a secret taken anew by hand signs with new keys, and what the old ones signed is believed', async () => {
  const { keyId, sign } = await openSigner(city.database.read, city.time.now)
  const signature = sign(words)
  await expect(openKeys(city.database, OTHER, city.time.now)).rejects.toThrow(OtherSecret)
  await rotateKeys(city.database, city.time.now, { isNewSecret: true })
  expect(await signs()).toBe(3)
  expect(await isSigned(city.database.read, keyId, words, signature)).toBe(true)
  await expect(openKeys(city.database, city.settings.secret, city.time.now)).rejects.toThrow(OtherSecret)
})

it('a single damaged key is no other secret', async () => {
  await city.database.run('update signing_keys set sealed_key = \'damaged\' where id = 1')
  await openKeys(city.database, city.settings.secret, city.time.now)
  expect(await signs()).toBe(3)
})

describe('the program for it', () => {
  const rotate = (settings: Record<string, string>, ...args: string[]) =>
    runProgram('keys-rotate', {
      DATA_DIR: city.dataDir,
      DATABASE_URL: city.settings.databaseUrl,
      SECRET: city.settings.secret,
      ...settings,
    }, ...args)

  it('works beside the running city', async () => {
    expect(await rotate({})).toMatchObject({ code: 0, out: expect.stringContaining('signs from now on') })
    city.time.now = Date.now()
    expect(await signs()).toBeGreaterThan(1)
  })

  it('takes another secret only with --new-secret', async () => {
    const before = await sealed()
    await setUpFactor(city, await city.signIn(city.phoneOf('admin')))
    expect(await rotate({ SECRET: OTHER })).toEqual({
      code: 1,
      out: '',
      err: 'The keys were not changed. SECRET is not the secret that this city\'s database was made with: '
        + 'start with that one. If it is lost, "npm run keys:rotate -- --new-secret" takes this one for '
        + 'good; OPERATING.md says at what price.\n',
    })
    expect(await rotate({}, '--new-secret')).toEqual({
      code: 1,
      out: '',
      err: 'The keys were not changed. SECRET is the city\'s secret already.\n',
    })
    expect(await sealed()).toEqual(before)
    expect(await rotate({ SECRET: OTHER }, '--new-secret')).toMatchObject({
      code: 0,
      out: expect.stringContaining('SECRET is the city\'s secret from now on'),
    })
    expect(await city.database.read.$count(secondFactors)).toBe(0) // What opens no more keeps nobody out.
    await expect(openKeys(city.database, city.settings.secret, city.time.now)).rejects.toThrow(OtherSecret)
    await openKeys(city.database, OTHER, city.time.now)
  })
})

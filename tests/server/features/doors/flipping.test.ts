import type { Refusal } from '#shared/refusal.ts'
import type { TestCity } from '../../../support/city.ts'
import type { Door, TestKiosk, TestPhone } from './door.ts'
import { Buffer } from 'node:buffer'
import { randomBytes, randomUUID, sign } from 'node:crypto'
import { judgeProof } from '#server/features/doors/entering/judge-proof.ts'
import { readLiveCode } from '#server/features/doors/kiosks/door-codes.ts'
import { proofBytes, proofText } from '#shared/doors/door-bytes.ts'
import { fromBase45, toBase45 } from '#shared/proofs/base45.ts'
import { Refused } from '#shared/refusal.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { accepted, doorOf, flipped, ORIGIN, STATIONS } from './door.ts'

const { number } = STATIONS.bridge
const SAMPLE_EVERY = 41 // Bits, so that commands meet each field.
let city: TestCity
let door: Door
let kiosk: TestKiosk
let phone: TestPhone
beforeAll(async () => {
  city = await openTestCity()
  door = await doorOf(city)
  kiosk = await door.kiosk()
  phone = await door.phone('rider')
})
afterAll(() => city.close())

const bitsOf = (bytes: Uint8Array) => Array.from({ length: bytes.length * 8 }, (_, bit) => bit)
const codeOf = (bytes: Uint8Array) => `${ORIGIN}/d/${Buffer.from(bytes).toString('base64url')}`
/** How often the judge believed; whoever says no says so as a refusal. */
async function believedOf<What>(
  all: readonly What[],
  judge: (what: What) => Promise<unknown>,
): Promise<number> {
  let believed = 0
  for (const what of all) {
    await judge(what).then(() => believed++, (error: unknown) => expect(error).toBeInstanceOf(Refused))
  }
  return believed
}
const codes: Refusal['code'][] = ['stations.codeWrong', 'stations.passWrong']

it('a door code with any of its bits flipped is not believed', async () => {
  const bytes = Buffer.from(kiosk.code().split('/d/')[1]!, 'base64url')
  const { now } = city.time
  expect(bytes).toHaveLength(26)
  await readLiveCode(city.database.read, codeOf(bytes), now)
  expect(
    await believedOf(
      bitsOf(bytes),
      async bit => await readLiveCode(city.database.read, codeOf(flipped(bytes, bit)), now),
    ),
  ).toBe(0)
  for (const bit of bitsOf(bytes).filter(at => at % 7 === 0)) {
    for (const name of ['stations.enter', 'stations.checkIn'] as const) {
      expect(
        await city.as('rider').sendOne(name, { entryId: randomUUID(), code: codeOf(flipped(bytes, bit)) }),
      ).toMatchObject({ status: 'refused', refusal: { code: expect.toBeOneOf(codes) } })
    }
  }
})

it('a pass that is held out with any of its bits flipped is not believed', async () => {
  const bytes = fromBase45(phone.show())!
  const { now } = city.time
  expect(bytes).toHaveLength(203)
  await judgeProof(city.database.read, toBase45(bytes), number, now)
  expect(
    await believedOf(
      bitsOf(bytes),
      async bit => await judgeProof(city.database.read, toBase45(flipped(bytes, bit)), number, now),
    ),
  ).toBe(0)
  for (const bit of bitsOf(bytes).filter(at => at % SAMPLE_EVERY === 0)) {
    const proof = toBase45(flipped(bytes, bit))
    expect(await kiosk.admit(proof)).toMatchObject({
      status: 'refused',
      refusal: { code: expect.toBeOneOf(codes) },
    })
    expect(await kiosk.record(proof, now)).toMatchObject({
      status: 'refused',
      refusal: { code: expect.toBeOneOf(codes) },
    })
  }
  expect(await door.allEntries()).toEqual([])
})

it('a pass with any of its bits flipped is not believed, though its own device signs it anew', async () => {
  const pass = fromBase45(phone.pass)!
  const { now } = city.time
  expect(pass).toHaveLength(127)
  function signedAnew(changed: Uint8Array) {
    const bytes = proofBytes(changed, now, randomBytes(8), number)
    return proofText(bytes, sign('sha256', bytes, { key: phone.privateKey, dsaEncoding: 'ieee-p1363' }))
  }
  await judgeProof(city.database.read, signedAnew(pass), number, now)
  expect(
    await believedOf(
      bitsOf(pass),
      async bit => await judgeProof(city.database.read, signedAnew(flipped(pass, bit)), number, now),
    ),
  ).toBe(0)
})

it('the same codes and passes unchanged open the door', async () => {
  expect(await kiosk.admit(phone.show())).toMatchObject(accepted)
  expect(
    await city.as('rider2').sendOne('stations.enter', { entryId: randomUUID(), code: kiosk.code() }),
  ).toMatchObject(accepted)
})

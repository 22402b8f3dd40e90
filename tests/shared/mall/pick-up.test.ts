import type { PickUp } from '#shared/mall/pick-up.ts'
import { Buffer } from 'node:buffer'
import { sign } from 'node:crypto'
import { pickUpBytes, pickUpText, readPickUp } from '#shared/mall/pick-up.ts'
import * as noble from '@noble/ed25519'
import { expect, it } from 'vitest'
import { city, cityRaw, flips, isBySubtle } from '../../support/known-keys.ts'

const towel: PickUp = {
  keyId: 7,
  orderId: '01935f00-0000-7000-8000-000000000001',
  stationId: '01935f00-0000-7000-8000-000000000002',
  itemId: '01935f00-0000-7000-8000-000000000003',
  count: 2,
  day: null,
  expires: 1_796_054_399_000,
}
const meal: PickUp = { ...towel, keyId: 65_535, count: 20, day: '2026-11-24' }

/** Each code in full, as hexadecimal and as text: what any other program must make of it. */
const vectors: [PickUp, signed: string, text: string][] = [
  [
    towel,
    '0101000701935f0000007000800000000000000101935f0000007000800000000000000201935f000000700080000000'
    + '000000030200006b0d9d7f',
    'bee:p:AQEABwGTXwAAAHAAgAAAAAAAAAEBk18AAABwAIAAAAAAAAACAZNfAAAAcACAAAAAAAAAAwIAAGsNnX899hP7HjWkk-'
    + 'tIypidKMhNAaVKXIhVaHPUpBrTHzdxdKySr4rB5JWs8sctBHT4Q_MRLO9NsAZTPlPG_-31o24G',
  ],
  [
    meal,
    '0101ffff01935f0000007000800000000000000101935f0000007000800000000000000201935f000000700080000000'
    + '0000000314512d6b0d9d7f',
    'bee:p:AQH__wGTXwAAAHAAgAAAAAAAAAEBk18AAABwAIAAAAAAAAACAZNfAAAAcACAAAAAAAAAAxRRLWsNnX9hhb9aKJDzyk'
    + 'hw1PFfXkcO1wU9s6TIOCe7dGVg2sXS5V1n4rD_1qWZEu7DTeVo8848I-Uww6LrvPkgEI2VI3UP',
  ],
]

it.each(vectors)('the bytes and the text of a code are these, on every machine', (pickUp, signed, text) => {
  expect(Buffer.from(pickUpBytes(pickUp)).toString('hex')).toBe(signed)
  expect(pickUpText(pickUpBytes(pickUp), sign(null, pickUpBytes(pickUp), city))).toBe(text)
  expect(readPickUp(text)).toMatchObject({ pickUp })
})

it.each(vectors)(
  'a phone checks it with what browsers have, and where they don\'t, with the library',
  async (_, signed, text) => {
    const read = readPickUp(text)!
    expect(Buffer.from(read.signed).toString('hex')).toBe(signed)
    expect(await isBySubtle(cityRaw, read.signature, read.signed)).toBe(true)
    expect(await noble.verifyAsync(read.signature, read.signed, cityRaw)).toBe(true)
  },
)

it('with any of its bits flipped it is not believed', async () => {
  let believed = 0
  for (const bytes of flips(Buffer.from(vectors[0]![2].slice(6), 'base64url'))) {
    const read = readPickUp(`bee:p:${Buffer.from(bytes).toString('base64url')}`)
    if (read && await isBySubtle(cityRaw, read.signature, read.signed)) believed++
  }
  expect(believed).toBe(0)
})

it('a code has one spelling', () => {
  const [, , text] = vectors[0]!
  expect(text).toHaveLength(170)
  for (const other of [
    `${text}=`,
    `${text} `,
    text.replace('bee:p:', 'BEE:P:'),
    text.slice(0, -1),
    `${text}AAAA`,
    text.replace(/.$/, '+'),
    '',
    '123456',
    'https://example.cn',
  ])
    expect(readPickUp(other)).toBeUndefined()
})

import type { RotatingCode } from '#shared/proofs/codes.ts'
import type { Bound } from '#shared/proofs/purposes.ts'
import { Buffer } from 'node:buffer'
import { createHmac, createPublicKey, verify } from 'node:crypto'
import { readDoorCode, readProof } from '#shared/doors/door-bytes.ts'
import { fromHex, toHex } from '#shared/kernel/bytes.ts'
import { fromBase45, toBase45 } from '#shared/proofs/base45.ts'
import { codeBytes, codeUrl, readCode } from '#shared/proofs/codes.ts'
import { heldPassBytes, readHeldPass } from '#shared/proofs/held-passes.ts'
import { types } from '#shared/proofs/message-bytes.ts'
import { passBytes, passText, readPass } from '#shared/proofs/passes.ts'
import { purposes, subjectOf } from '#shared/proofs/purposes.ts'
import { describe, expect, it } from 'vitest'
import { device, flips, x } from '../../support/known-keys.ts'

const ACTIVITY: Bound = { purpose: 'activity', subject: 'a1b2c3d4e5f60718' }
const code: RotatingCode = { ...ACTIVITY, epoch: 119_701_920 }
const key = fromHex('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f')
const macOf = (bytes: Uint8Array) => createHmac('sha256', key).update(bytes).digest()
const pass = passBytes({
  keyId: 7,
  holder: '00112233445566ff',
  groups: 1,
  issued: 1_795_528_800_000,
  expires: 1_795_615_200_000,
  id: 'ffeeddccbbaa0011',
  deviceKey: fromHex(`03${x}`),
})
const PASS = passText(pass, new Uint8Array(64).fill(9))
const TIME = 1_795_530_000_000

// Each message in full: what any other program must make of it.
const CODE_URL = 'https://bee.example.cn/p/AQkCobLD1OX2BxgHIoGgRc86CEyPlx0'
const HELD_SIGNED =
  '010a02a1b2c3d4e5f607180103000700112233445566ff00016b0598606b06e9e0ffeeddccbbaa001103'
  + `${x}${'09'.repeat(64)}6b059d101011121314151617`
/** A signature of P-256 is another each time, so this is one of many. */
const HELD_TEXT =
  `-50/E0/QM6-QS4VP133H0$*0L72TL6$ZAUAW380$V0N8CE*0:JS*8UV*P5MLZ62ZBC8+QMW4B*JSKPLYTQ2PI$D+DO0FN M7`
  + `STVZ5TOICNBCQ8KI${
    '61I'.repeat(31)
  }61$NDN%JI12$C2BO2UZ2MD0ZNP%3RF42T%HOI16S5K6E0J4%/9WQN/$0$S4X3IE+TU4I*ET-CVVWD.1R$%BVXJ+DTRTL4HJR`
  + `YOF00N%8YWS9JR%MMKHK`

describe('a rotating code', () => {
  it('is 23 bytes in a link that any camera opens', () => {
    const signed = codeBytes(code)
    expect(toHex(signed)).toBe('010902a1b2c3d4e5f60718072281a0')
    expect(codeUrl('https://bee.example.cn', signed, macOf(signed))).toBe(CODE_URL)
    expect(Buffer.from(CODE_URL.split('/p/')[1]!, 'base64url')).toHaveLength(23)
    for (const text of [CODE_URL, CODE_URL.split('/p/')[1]!]) expect(readCode(text)?.message).toEqual(code)
  })

  it('with any of its bits flipped is not believed', () => {
    const all = flips(Buffer.from(CODE_URL.split('/p/')[1]!, 'base64url'))
    const read = all.map(bytes => readCode(Buffer.from(bytes).toString('base64url'))).filter(each => !!each)
    expect(all).toHaveLength(184)
    expect(read.length).toBeGreaterThan(150)
    expect(read.filter(({ signed, signature }) => macOf(signed).subarray(0, 8).equals(signature))).toEqual([])
  })

  it('is none when it is cut, longer, a poster\'s link, or for what nobody knows yet', () => {
    const bytes = Buffer.from(CODE_URL.split('/p/')[1]!, 'base64url')
    for (const purpose of [0, 1, 6, 255]) {
      bytes[2] = purpose
      expect(readCode(bytes.toString('base64url'))).toBeUndefined()
    }
    for (const text of ['', '/p/', CODE_URL.slice(0, -1), `${CODE_URL}A`, 'https://bee.example.cn/p/101'])
      expect(readCode(text)).toBeUndefined()
  })
})

describe('a pass held out for a purpose', () => {
  const publicKey = { key: createPublicKey(device.key), dsaEncoding: 'ieee-p1363' } as const
  function isBelieved(text: string): boolean {
    const read = readHeldPass(text)
    return read !== undefined && verify('sha256', read.signed, publicKey, read.signature)
  }

  it('is 214 bytes: purpose, subject, pass, time, nonce and the phone\'s signature of all', () => {
    const signed = heldPassBytes({
      ...ACTIVITY,
      pass: fromBase45(PASS)!,
      time: TIME,
      nonce: fromHex('1011121314151617'),
    })
    expect(toHex(signed)).toBe(HELD_SIGNED)
    expect(fromBase45(HELD_TEXT)).toHaveLength(214)
    expect(readHeldPass(HELD_TEXT)?.message).toEqual({
      ...ACTIVITY,
      pass: readPass(PASS),
      time: TIME,
      nonce: '1011121314151617',
    })
    expect(toHex(readHeldPass(HELD_TEXT)!.signed)).toBe(HELD_SIGNED)
    expect(isBelieved(HELD_TEXT)).toBe(true)
  })

  it('with any of its bits flipped is not believed', () => {
    const all = flips(fromBase45(HELD_TEXT)!)
    expect(all).toHaveLength(1712)
    expect(all.filter(bytes => isBelieved(toBase45(bytes)))).toEqual([])
  })

  it('is none when it is a pass alone, cut, or longer', () => {
    for (const text of [PASS, HELD_TEXT.slice(0, -2), `${HELD_TEXT}00`, ''])
      expect(readHeldPass(text)).toBeUndefined()
  })
})

it('no message is taken for another: types differ, and so do the lengths of what devices sign', () => {
  expect(new Set(Object.values(types)).size).toBe(Object.keys(types).length)
  expect(new Set(Object.values(purposes)).size).toBe(Object.keys(purposes).length)
  for (const read of [readDoorCode, readProof, readPass, readHeldPass]) expect(read(CODE_URL)).toBeUndefined()
  for (const read of [readDoorCode, readProof, readPass, readCode]) expect(read(HELD_TEXT)).toBeUndefined()
  expect(HELD_SIGNED.length / 2).not.toBe(127 + 4 + 8 + 4) // What a device signs at a door.
})

it('a subject is the random end of an id', () => {
  expect(subjectOf('0194F000-0000-7000-8000-0000000000c1')).toBe('80000000000000c1')
  expect(subjectOf('0194f000-0000-7000-8000-0000000000c1')).toBe('80000000000000c1')
})

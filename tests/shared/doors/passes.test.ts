import type { DoorCode, Unlock } from '#shared/doors/door-bytes.ts'
import type { Pass } from '#shared/proofs/passes.ts'
import { Buffer } from 'node:buffer'
import { createHmac, createPublicKey, ECDH, sign, timingSafeEqual, verify } from 'node:crypto'
import {
  doorCodeBytes,
  doorCodeUrl,
  proofBytes,
  proofOver,
  proofText,
  readDoorCode,
  readProof,
  readUnlock,
  unlockBytes,
  unlockMessage,
} from '#shared/doors/door-bytes.ts'
import { fromHex, joinBytes, toHex } from '#shared/kernel/bytes.ts'
import { fromBase45, toBase45 } from '#shared/proofs/base45.ts'
import { EPOCH_MS, epochOf } from '#shared/proofs/codes.ts'
import { compressKey, expandKey } from '#shared/proofs/device-key.ts'
import { passBytes, passText, readPass } from '#shared/proofs/passes.ts'
import { describe, expect, it } from 'vitest'
import {
  city,
  cityRaw,
  flips,
  isBySubtle,
  device as phone,
  deviceJwk as phoneJwk,
  deviceRaw as phoneRaw,
  x,
} from '../../support/known-keys.ts'

const macKey = fromHex('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f')
const macOf = (bytes: Uint8Array) => createHmac('sha256', macKey).update(bytes).digest()

const code: DoorCode = { station: 101, epoch: 119_701_920, nonce: fromHex('0102030405060708') }
const pass: Pass = {
  keyId: 7,
  holder: '00112233445566ff',
  groups: 1,
  issued: 1_795_528_800_000,
  expires: 1_795_615_200_000,
  id: 'ffeeddccbbaa0011',
  deviceKey: fromHex(`03${x}`),
}
const unlock: Unlock = {
  keyId: 7,
  station: 101,
  sequence: 4_294_967_297,
  nonce: fromHex('0102030405060708'),
  expires: 1_795_528_810_000,
}
const HELD_OUT = { time: 1_795_530_000_000, nonce: '1011121314151617', station: 101 }

// Each message in full: what any other program must make of it.
const CODE_SIGNED = '010200000065072281a00102030405060708'
const CODE_URL = 'https://bee.example.cn/d/AQIAAABlByKBoAECAwQFBgcI_OKrTlLfdlk'
const PASS_SIGNED = `0103000700112233445566ff00016b0598606b06e9e0ffeeddccbbaa001103${x}`
const PASS_TEXT =
  'Y50700H00PE4XS8.0D100$ND%BJ%NDMPT/FWZ1SRWNH009J0V9W/NNMKBAD62HCEYE.X6-ADHE9+LIHHCNYDNED$%5BUU03N'
  + 'IXJJ+NL0A0+IJ+J .GU$K%7K2OIF GAI3PTNCACAHJ0I579E:XDER9WWVGQD$-U3X6290IAB.TQC1C6.J%3A:85 LU5YLB0'
/** A signature of P-256 is another each time, so this is one of many. */
const PROOF_TEXT =
  `${PASS_TEXT.slice(0, -2)
  }/J1.V0H12572OI2/T2K03-1ALM7+.K$M01.6B.3VL5MIK/ QQP9. I5-9/4D1DC28B.4RN3T3PNF-TKA0XA9W*G05W49GI%I`
  + `LD2YXVSWT*39K$IHNRU2`
const UNLOCK_HEX =
  '0104000700000065000000010000000101020304050607086b05986ae163211cdfd8e900c4051f1ce91f5ad71ca237c0'
  + 'df3492525a9c8587836ed75953485917c61aa641768c87915672ff78e9d4d9906830d4a78788396719ea1207'

describe('base45', () => {
  it.each([
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
    ['', ''],
  ])('%o is written as %o (RFC 9285)', (plain, written) => {
    expect(toBase45(Buffer.from(plain))).toBe(written)
    expect(fromBase45(written)).toEqual(Uint8Array.from(Buffer.from(plain)))
  })

  it('text that encodes no bytes is refused', () => {
    expect(fromBase45('FGW')).toEqual(Uint8Array.of(255, 255))
    for (const text of ['GGW', ':::', '::', 'V6', 'A', 'ABCD', 'ab', 'A B\n', '码'])
      expect(fromBase45(text)).toBeUndefined()
  })
})

describe('a door code', () => {
  it('is 26 bytes in a link, the same on every machine', async () => {
    const signed = doorCodeBytes(code)
    expect(toHex(signed)).toBe(CODE_SIGNED)
    expect(doorCodeUrl('https://bee.example.cn', signed, macOf(signed))).toBe(CODE_URL)
    const key = await crypto.subtle.importKey('raw', macKey, { name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
    ])
    const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, signed))
    expect(doorCodeUrl('https://bee.example.cn', signed, mac)).toBe(CODE_URL)
    expect(Buffer.from(CODE_URL.split('/d/')[1]!, 'base64url')).toHaveLength(26)
  })

  it('is read from the link or its last part; a poster\'s link is none', () => {
    for (const text of [CODE_URL, CODE_URL.split('/d/')[1]!]) {
      const read = readDoorCode(text)!
      expect(read.message).toEqual(code)
      expect([toHex(read.signed), toHex(read.signature)]).toEqual([
        CODE_SIGNED,
        toHex(macOf(read.signed).subarray(0, 8)),
      ])
    }
    for (const text of [
      '',
      'https://bee.example.cn/stations/101',
      'https://bee.example.cn/d/101',
      `${CODE_URL}=`,
      `${CODE_URL}A`,
      CODE_URL.slice(0, -1),
      '/d/',
    ])
      expect(readDoorCode(text)).toBeUndefined()
  })

  it('with any of its bits flipped is not believed', () => {
    const all = flips(Buffer.from(CODE_URL.split('/d/')[1]!, 'base64url'))
    const read = all
      .map(bytes => readDoorCode(Buffer.from(bytes).toString('base64url')))
      .filter(each => each !== undefined)
    expect([all.length, read.length]).toEqual([208, 192]) // Those of version and type can't be read at all.
    expect(
      read.filter(({ signed, signature }) => timingSafeEqual(macOf(signed).subarray(0, 8), signature)),
    ).toEqual([])
  })

  it('is shown for fifteen seconds', () => {
    expect([epochOf(0), epochOf(EPOCH_MS - 1), epochOf(EPOCH_MS)]).toEqual([0, 0, 1])
  })
})

describe('a pass', () => {
  it('is 127 bytes in base45, the same on every machine', async () => {
    const signed = passBytes(pass)
    const signature = sign(null, signed, city)
    expect(toHex(signed)).toBe(PASS_SIGNED)
    expect(passText(signed, signature)).toBe(PASS_TEXT)
    expect(fromBase45(PASS_TEXT)).toHaveLength(127)
    const read = readPass(PASS_TEXT)!
    expect(read.message).toEqual(pass)
    expect(await isBySubtle(cityRaw, read.signature, read.signed)).toBe(true)
    const subtle = await crypto.subtle.importKey(
      'pkcs8',
      city.export({ type: 'pkcs8', format: 'der' }),
      'Ed25519',
      false,
      ['sign'],
    )
    expect(new Uint8Array(await crypto.subtle.sign('Ed25519', subtle, signed))).toEqual(
      Uint8Array.from(signature),
    )
  })

  it('with any of its bits flipped is not believed', async () => {
    let believed = 0
    for (const bytes of flips(fromBase45(PASS_TEXT)!)) {
      const read = readPass(toBase45(bytes))
      if (read && await isBySubtle(cityRaw, read.signature, read.signed)) believed++
    }
    expect(believed).toBe(0)
  })

  it('is none when it is cut, longer, or something else', () => {
    for (const text of [
      '',
      PASS_TEXT.slice(0, -2),
      `${PASS_TEXT}00`,
      PROOF_TEXT,
      PASS_TEXT.toLowerCase(),
      CODE_URL,
    ])
      expect(readPass(text)).toBeUndefined()
  })
})

describe('a pass that is held out', () => {
  const key = { key: createPublicKey(phone.key), dsaEncoding: 'ieee-p1363' } as const
  const isBelieved = (text: string, station = HELD_OUT.station) => {
    const read = readProof(text)
    return read !== undefined && verify('sha256', proofOver(read, station), key, read.signature)
  }
  const bytesToSign = (station = HELD_OUT.station) =>
    proofBytes(fromBase45(PASS_TEXT)!, HELD_OUT.time, fromHex(HELD_OUT.nonce), station)

  it('is 203 bytes: pass, time, nonce and the phone\'s signature; the station is signed and not sent', () => {
    expect(toHex(bytesToSign())).toBe(`${toHex(fromBase45(PASS_TEXT)!)}6b059d10101112131415161700000065`)
    expect(fromBase45(PROOF_TEXT)).toHaveLength(203)
    expect(readProof(PROOF_TEXT)).toMatchObject({
      pass: { message: pass },
      time: HELD_OUT.time,
      nonce: HELD_OUT.nonce,
    })
    expect([isBelieved(PROOF_TEXT), isBelieved(PROOF_TEXT, 102)]).toEqual([true, false])
  })

  it('is signed and checked alike by browsers and by Node', async () => {
    const p256 = { name: 'ECDSA', namedCurve: 'P-256' }
    const own = await crypto.subtle.importKey('jwk', phoneJwk, p256, false, ['sign'])
    const byBrowser = new Uint8Array(
      await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, own, bytesToSign()),
    )
    expect(isBelieved(proofText(bytesToSign(), byBrowser))).toBe(true)
    const text = proofText(bytesToSign(), sign('sha256', bytesToSign(), phone))
    const read = readProof(text)!
    const publicKey = await crypto.subtle.importKey(
      'raw',
      expandKey(read.pass.message.deviceKey)!,
      p256,
      false,
      ['verify'],
    )
    expect(
      await crypto.subtle.verify(
        { name: 'ECDSA', hash: 'SHA-256' },
        publicKey,
        read.signature,
        proofOver(read, HELD_OUT.station),
      ),
    ).toBe(true)
  })

  it('with any of its bits flipped is not believed', () => {
    const all = flips(fromBase45(PROOF_TEXT)!)
    expect(all).toHaveLength(1624)
    expect(all.filter(bytes => isBelieved(toBase45(bytes)))).toEqual([])
  })

  it('is none when it is a pass alone, cut, or longer', () => {
    for (const text of [PASS_TEXT, PROOF_TEXT.slice(0, -2), `${PROOF_TEXT}00`, ''])
      expect(readProof(text)).toBeUndefined()
  })
})

describe('an unlock', () => {
  it('is 92 bytes, the same on every machine', async () => {
    const signed = unlockBytes(unlock)
    expect(toHex(unlockMessage(signed, sign(null, signed, city)))).toBe(UNLOCK_HEX)
    const read = readUnlock(fromHex(UNLOCK_HEX))!
    expect([UNLOCK_HEX.length / 2, read.message]).toEqual([92, unlock])
    expect(await isBySubtle(cityRaw, read.signature, read.signed)).toBe(true)
    expect(readUnlock(joinBytes(Uint8Array.of(0, 0), fromHex(UNLOCK_HEX)).subarray(2))?.message).toEqual(
      unlock,
    ) // As it lies in a larger buffer.
  })

  it('with any of its bits flipped is not believed, and neither is one that is cut or longer', async () => {
    let believed = 0
    for (const bytes of flips(fromHex(UNLOCK_HEX))) {
      const read = readUnlock(bytes)
      if (read && await isBySubtle(cityRaw, read.signature, read.signed)) believed++
    }
    expect(believed).toBe(0)
    for (const hex of ['', UNLOCK_HEX.slice(2), `${UNLOCK_HEX}00`])
      expect(readUnlock(fromHex(hex))).toBeUndefined()
  })
})

describe('a device\'s key', () => {
  it('is the same in 33 bytes as in 65, as Node expands it too', async () => {
    expect(toHex(compressKey(phoneRaw))).toBe(`03${x}`)
    expect(expandKey(fromHex(`03${x}`))).toEqual(phoneRaw)
    const signs = new Set<number>()
    for (let i = 0; i < 40; i++) {
      const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
        'sign',
        'verify',
      ])
      const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
      const short = compressKey(raw)
      expect(expandKey(short)).toEqual(raw)
      expect(toHex(short)).toBe(ECDH.convertKey(raw, 'prime256v1', undefined, 'hex', 'compressed'))
      signs.add(short[0]!)
    }
    expect([...signs].sort()).toEqual([2, 3])
  })

  it('of the wrong length or sign, off the curve, or beyond the field is none', () => {
    // The field's own prime.
    const beyond = 'ffffffff00000001000000000000000000000000ffffffffffffffffffffffff'
    for (const hex of [
      '',
      `04${x}`,
      `03${x}00`,
      `03${x.slice(2)}`,
      `02${beyond}`,
      `02${'ff'.repeat(32)}`,
      `02${'00'.repeat(31)}01`,
    ])
      expect(expandKey(fromHex(hex))).toBeUndefined()
  })
})

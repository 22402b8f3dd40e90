import type { Unlock } from '#shared/doors/door-bytes.ts'
import type { Ending, Grant } from '#shared/doors/grants.ts'
import { createPublicKey, sign, verify } from 'node:crypto'
import { acknowledgementBytes, readAcknowledgement } from '#shared/doors/acknowledgement.ts'
import { readUnlock, unlockBytes } from '#shared/doors/door-bytes.ts'
import {
  endingBytes,
  grantBytes,
  grantedUnlockBytes,
  KEY_OF_GRANT,
  readEnding,
  readGrant,
  readGrantedUnlock,
} from '#shared/doors/grants.ts'
import { fromHex, joinBytes, toHex } from '#shared/kernel/bytes.ts'
import { expandKey } from '#shared/proofs/device-key.ts'
import { readPass } from '#shared/proofs/passes.ts'
import { describe, expect, it } from 'vitest'
import { city, cityRaw, device, deviceJwk, flips, isBySubtle, x } from '../../support/known-keys.ts'

const grant: Grant = {
  keyId: 7,
  station: 101,
  kioskKey: fromHex(`03${x}`),
  issued: 1_795_528_800_123,
  expires: 1_795_615_200_000,
}
const unlock: Unlock = {
  keyId: KEY_OF_GRANT,
  station: 101,
  sequence: 1_795_530_000_456,
  nonce: fromHex('0102030405060708'),
  expires: 1_795_530_010_000,
}
const ending: Ending = { keyId: 7, station: 101, before: 1_795_530_000_001 }

// Each message in full: what any other program must make of it.
const GRANT_SIGNED = `010600070000006503${x}000001a20ddb377b6b06e9e0`
const GRANT_HEX =
  `${GRANT_SIGNED
  }fa16a1e827ad7fb7fcff79d3afd9d272581b73521ebbcdfc59a3800452b2b0e83afcfd8483be0db83c3e302a26eaf87a`
  + `8fd587b61b92bdb669afe816164c820c`
const UNLOCK_SIGNED = '0104000000000065000001a20ded884801020304050607086b059d1a'
/** A signature of P-256 is another each time, so this is one of many. */
const SENT_HEX =
  `${GRANT_HEX
  + UNLOCK_SIGNED
  }c499b48caca35672b15975b73d077640b50affc63e58dfdc4efb0bd2e5818e757244877e9e87616be5c388182b2221f1`
  + `5189367b9df941c43acff8fbe7f6cea3`
const ENDING_HEX =
  '0107000700000065000001a20ded8681a6a0d61b2a18a94960c6dc4e7c2cb78a6ab1cbc760c394f38a00ade7e1ad6ee9'
  + '578c3486e557b06fe91e68a699a7f7159d41533b068780156e2dce44b3282205'

const key = { key: createPublicKey(device.key), dsaEncoding: 'ieee-p1363' } as const
const isOpened = async (bytes: Uint8Array) => {
  const read = readGrantedUnlock(bytes)
  return (
    read !== undefined
    && (await isBySubtle(cityRaw, read.grant.signature, read.grant.signed))
    && verify('sha256', read.unlock.signed, key, read.unlock.signature)
  )
}

describe('a grant', () => {
  it('is 117 bytes, the same on every machine', async () => {
    const signed = grantBytes(grant)
    expect(toHex(signed)).toBe(GRANT_SIGNED)
    expect(toHex(joinBytes(signed, sign(null, signed, city)))).toBe(GRANT_HEX)
    const read = readGrant(fromHex(GRANT_HEX))!
    expect([GRANT_HEX.length / 2, read.message]).toEqual([117, grant])
    expect(await isBySubtle(cityRaw, read.signature, read.signed)).toBe(true)
  })

  it('with a bit flipped is not believed, nor is one that is cut, longer, or something else', async () => {
    const all = flips(fromHex(GRANT_HEX))
    expect(all).toHaveLength(936)
    for (const bytes of all) {
      const read = readGrant(bytes)
      expect(read !== undefined && await isBySubtle(cityRaw, read.signature, read.signed)).toBe(false)
    }
    for (const hex of ['', GRANT_HEX.slice(2), `${GRANT_HEX}00`, SENT_HEX, ENDING_HEX])
      expect(readGrant(fromHex(hex))).toBeUndefined()
  })
})

describe('what a tablet sends to its lock', () => {
  it('is 209 bytes: the grant, and an unlock by the key that the grant names', async () => {
    const over = grantedUnlockBytes(fromHex(GRANT_HEX), unlockBytes(unlock))
    expect(toHex(over)).toBe(GRANT_HEX + UNLOCK_SIGNED)
    const read = readGrantedUnlock(fromHex(SENT_HEX))!
    expect([SENT_HEX.length / 2, read.grant.message, read.unlock.message, toHex(read.unlock.signed)]).toEqual(
      [209, grant, unlock, toHex(over)],
    )
    expect(await isOpened(fromHex(SENT_HEX))).toBe(true)
    const large = joinBytes(Uint8Array.of(0, 0), fromHex(SENT_HEX)).subarray(2)
    expect(readGrantedUnlock(large)).toEqual(read) // As it lies in a larger buffer.
  })

  it('is signed by browsers and checked by Node, and the other way round', async () => {
    const p256 = { name: 'ECDSA', namedCurve: 'P-256' }
    const over = grantedUnlockBytes(fromHex(GRANT_HEX), unlockBytes(unlock))
    const own = await crypto.subtle.importKey('jwk', deviceJwk, p256, false, ['sign'])
    expect(
      await isOpened(
        joinBytes(
          over,
          new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, own, over)),
        ),
      ),
    ).toBe(true)
    const { unlock: read } = readGrantedUnlock(joinBytes(over, sign('sha256', over, device)))!
    const publicKey = await crypto.subtle.importKey('raw', expandKey(grant.kioskKey)!, p256, false, [
      'verify',
    ])
    expect(
      await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, publicKey, read.signature, read.signed),
    ).toBe(true)
  })

  it('with any of its bits flipped opens nothing', async () => {
    const all = flips(fromHex(SENT_HEX))
    expect(all).toHaveLength(1672)
    for (const [bit, bytes] of all.entries()) expect(await isOpened(bytes), `bit ${bit}`).toBe(false)
  })

  it('is none without its grant, with two of them, under a key of the server\'s, cut, or longer', () => {
    const signature = SENT_HEX.slice(-128)
    const byServersKey = GRANT_HEX + toHex(unlockBytes({ ...unlock, keyId: 7 })) + signature
    for (const hex of [
      '',
      GRANT_HEX,
      UNLOCK_SIGNED + signature,
      GRANT_HEX + GRANT_HEX,
      byServersKey,
      SENT_HEX.slice(2),
      `${SENT_HEX}00`,
    ])
      expect(readGrantedUnlock(fromHex(hex))).toBeUndefined()
  })
})

describe('an ending', () => {
  it('is 80 bytes, the same on every machine, and with any of its bits flipped not believed', async () => {
    const signed = endingBytes(ending)
    expect(toHex(joinBytes(signed, sign(null, signed, city)))).toBe(ENDING_HEX)
    expect([ENDING_HEX.length / 2, readEnding(fromHex(ENDING_HEX))!.message]).toEqual([80, ending])
    for (const bytes of flips(fromHex(ENDING_HEX))) {
      const read = readEnding(bytes)
      expect(read !== undefined && await isBySubtle(cityRaw, read.signature, read.signed)).toBe(false)
    }
    for (const hex of ['', ENDING_HEX.slice(2), `${ENDING_HEX}00`, GRANT_HEX])
      expect(readEnding(fromHex(hex))).toBeUndefined()
  })
})

it('no message at a door can be read as another', () => {
  for (const hex of [
    GRANT_HEX,
    SENT_HEX,
    ENDING_HEX,
    toHex(acknowledgementBytes({ sequence: 7, isOpen: true })),
  ]) {
    const bytes = fromHex(hex)
    expect(
      [
        readGrant(bytes),
        readGrantedUnlock(bytes),
        readEnding(bytes),
        readUnlock(bytes),
        readAcknowledgement(bytes),
      ].filter(read => read !== undefined),
    ).toHaveLength(1)
    expect(readPass(hex)).toBeUndefined()
  }
})

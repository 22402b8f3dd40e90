import { holdOut } from '#client/features/doors/pass.ts'
import { judgePass } from '#client/kiosk/judge-pass.ts'
import { toBase64Url } from '#shared/kernel/bytes.ts'
import { compressKey, expandKey } from '#shared/proofs/device-key.ts'
import { expect, it } from 'vitest'
import { passHolder } from '../../../support/door-codes.ts'
import { known, NIGHT, STATION } from '../../kiosk/at-the-door.ts'

it('a proof made by the browser’s crypto is what the kiosk takes, at that station’s door only', async () => {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['sign'],
  )
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))
  const deviceKey = compressKey(raw)
  expect(toBase64Url(expandKey(deviceKey)!)).toBe(toBase64Url(raw))
  const { pass, holder } = passHolder(NIGHT, { deviceKey })
  expect(await judgePass(await holdOut({ privateKey, pass }, STATION, NIGHT), known(NIGHT))).toMatchObject({
    isGood: true,
    holder,
  })
  const elsewhere = await holdOut({ privateKey, pass }, STATION + 1, NIGHT)
  expect(await judgePass(elsewhere, known(NIGHT))).toMatchObject({
    isGood: false,
  })
})

it('no two pictures of it are alike', async () => {
  const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
  ])
  const { pass } = passHolder(NIGHT)
  expect(await holdOut({ privateKey, pass }, STATION, NIGHT)).not.toBe(
    await holdOut({ privateKey, pass }, STATION, NIGHT),
  )
})

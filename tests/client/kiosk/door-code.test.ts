import { createHmac } from 'node:crypto'
import { makeDigits, makeDoorCode } from '#client/kiosk/door-code.ts'
import { readDoorCode } from '#shared/doors/door-bytes.ts'
import { digitsBytes, digitsOfMac, periodOf } from '#shared/doors/typed-digits.ts'
import { epochOf } from '#shared/proofs/codes.ts'
import { expect, it } from 'vitest'
import { doorKey, kioskView, NIGHT, STATION } from './at-the-door.ts'

const key = async () =>
  await crypto.subtle.importKey('raw', doorKey, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])

it('the tablet’s code says its station and its moment, and is sealed as the server checks it', async () => {
  const link = await makeDoorCode(kioskView(), await key(), NIGHT)
  expect(link).toMatch(/^https:\/\/bee\.example\.cn\/d\/[\w-]{35}$/)
  const { message, signed, signature } = readDoorCode(link)!
  expect(message).toMatchObject({ station: STATION, epoch: epochOf(NIGHT) })
  expect([...signature]).toEqual([...createHmac('sha256', doorKey).update(signed).digest().subarray(0, 8)])
})

it('its digits are those that the server works out with the same key', async () => {
  const mac = createHmac('sha256', doorKey).update(digitsBytes(STATION, periodOf(NIGHT))).digest()
  expect(await makeDigits(kioskView(), await key(), NIGHT)).toBe(digitsOfMac(mac))
})

it('two codes of one moment differ', async () => {
  expect(await makeDoorCode(kioskView(), await key(), NIGHT)).not.toBe(
    await makeDoorCode(kioskView(), await key(), NIGHT),
  )
})

import { digitsBytes, digitsOfMac, readTyped } from '#shared/doors/typed-digits.ts'
import { toHex } from '#shared/kernel/bytes.ts'
import { expect, it } from 'vitest'

it('what the kiosk signs is ten bytes of a type of their own', () => {
  expect(toHex(digitsBytes(143, 29_000_000))).toBe('01080000008f01ba8140')
})

it('six digits come out of a MAC, with zeros in front', () => {
  expect(digitsOfMac(new Uint8Array(32))).toBe('000000')
  expect(digitsOfMac(Uint8Array.of(255, 255, 255, 255, 255, 255, 9))).toBe('710655')
})

it.each([
  ['101482913', { station: 101, digits: '482913' }],
  [' 101 482-913', { station: 101, digits: '482913' }],
  ['１０１４８２９１３', { station: 101, digits: '482913' }],
  ['482913', undefined],
  ['12345678901482913', undefined],
  ['AQIAAABl', undefined],
])('%j is read as %j', (typed, read) => {
  expect(readTyped(typed)).toEqual(read)
})

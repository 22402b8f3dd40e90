import {
  codeIn,
  codeOf,
  contactIn,
  ContactPhone,
  numberIn,
  Phone,
  phoneIn,
  phoneText,
  plainText,
} from '#shared/kernel/digits.ts'
import * as v from 'valibot'
import { expect, it } from 'vitest'

const NUMBER = '13800000001'

it.each([
  '13800000001',
  '138 0000 0001',
  ' 138-0000-0001 ',
  '+8613800000001',
  '+86 138 0000 0001',
  '86-138-0000-0001',
  '008613800000001',
  '(+86) 138 0000 0001',
  '１３８０００００００１',
  '＋８６　１３８　００００　０００１',
  '\u202D138\u00A00000\u20110001\u202C\u200B', // As the contacts app copies it.
  '手机号：138 0000 0001',
])('a number is the same however it was typed or pasted: %j', (typed) => {
  expect(phoneIn(typed)).toBe(NUMBER)
  expect(v.parse(Phone, typed)).toBe(NUMBER)
})

it.each([
  '',
  '1380000000',
  '138000000011',
  '23800000001',
  '+1 415 555 0100',
  '+1 138 0000 0001 2',
  '8613800000001138',
  `${' '.repeat(600)}${NUMBER}`,
])('what holds no mainland mobile number is refused: %j', (typed) => {
  expect(v.is(Phone, typed)).toBe(false)
})

it.each([
  ['123456', '123456'],
  ['123 456', '123456'],
  ['１２３-４５６', '123456'],
  ['1​2​3​4​5​6', '123456'],
  ['【小蜜蜂】验证码 123456，5 分钟内有效，请勿告诉他人。', '123456'],
  ['【小蜜蜂】123 456 是您的验证码，2026 年有效', '123456'],
  ['您在 2026-11-28 申请的验证码是654321。', '654321'],
])('a code is found in what was pasted: %j', (typed, code) => {
  expect(codeIn(typed, 6)).toBe(code)
  expect(v.parse(codeOf(6), typed)).toBe(code)
})

it.each(['12345', '1234567', '验证码 1234567', 'abcdef', ''])('and in nothing else: %j', (typed) => {
  expect(v.is(codeOf(6), typed)).toBe(false)
})

it('half-typed numbers stay as typed', () => {
  expect([codeIn('12', 6), codeIn('123 4', 6), phoneIn('+86138'), phoneIn('138 0')]).toEqual([
    '12',
    '1234',
    '+86138',
    '1380',
  ])
})

it('counts are read in full width too', () => {
  expect([numberIn(' １２０ '), numberIn('1 000'), numberIn(''), numberIn('-3'), numberIn('3.5')]).toEqual([
    120,
    1000,
    Number.NaN,
    Number.NaN,
    Number.NaN,
  ])
  expect(plainText('６５４ ３２１')).toBe('654321')
})

it.each([
  ['+86 138 0000 0001', '13800000001', '138 0000 0001'],
  ['027-8588 0000', '02785880000', '027-85880000'],
  ['（０２７）85880000', '02785880000', '027-85880000'],
  ['+86 27 8588 0000', '02785880000', '027-85880000'],
  ['0713 835 0000', '07138350000', '0713-8350000'],
  ['400 820 0000', '4008200000', '400-820-0000'],
  ['+86 400-820-0000', '4008200000', '400-820-0000'],
  ['0138 0000 0001', '13800000001', '138 0000 0001'],
])('a place is called by a mobile number, a landline or a 400 number: %j', (typed, digits, shown) => {
  expect(v.parse(ContactPhone, typed)).toBe(digits)
  expect(phoneText(digits)).toBe(shown)
})

it.each(['+86 138 0000 0001', '0086 13800000001', '86 138 0000 0001', '138 0000 0001'])(
  'a number is the same typed digit by digit as at once: %j',
  (whole) => {
    let shown = ''
    for (const key of whole) shown = contactIn(shown + key)
    expect(shown).toBe('13800000001')
  },
)

it.each(['+86 27 8588 0000', '010 8588 0000', '+86 400 820 0000'])(
  'so is that of a landline, and of a hotline: %j',
  (whole) => {
    let shown = ''
    for (const key of whole) shown = contactIn(shown + key)
    expect(shown).toBe(v.parse(ContactPhone, whole))
  },
)

const incomplete = ['027-8588000', '0713-83500', '010-8588000', '027-85880000-1']
it.each(['', '85880000', '110', '1380000000', '0278588', '站长', '+1 415 555 0100', ...incomplete])(
  'what cannot be called from a phone of the city is refused: %j',
  typed => expect(v.is(ContactPhone, typed)).toBe(false),
)

import { textOf } from '#shared/kernel/fields.ts'
import { isBlank, lengthOf, shownText, startOf } from '#shared/kernel/text.ts'
import * as v from 'valibot'
import { expect, it } from 'vitest'

const Name = textOf(1, 20)

it.each([
  ['spaces', ' \u3000\u00A0\u2003'],
  ['zero-width characters', '\u200B\u200C\u200D\u2060\uFEFF'],
  ['marks of direction', '\u200E\u200F\u061C\u202A\u202E\u2066\u2069'],
  ['Hangul fillers', '\u3164\u115F\u1160\uFFA0'],
  ['a soft hyphen', '\u00AD'],
  ['variation selectors alone', '\uFE0F\u{E0101}'],
  ['tags alone', '\u{E0067}\u{E007F}'],
  ['the blank of Braille', '\u2800'],
  ['a mark with nothing below it', '\u0301'],
  ['control characters', '\0\u0007\u0085\u009F'],
])('%s are no text', (_, text) => {
  expect(v.is(Name, text)).toBe(false)
  expect(v.parse(textOf(0, 20), text)).toBe('')
  expect(isBlank(text)).toBe(true)
})

it.each([
  '李小蜂',
  '👨‍👩‍👧‍👦❤️',
  '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}',
  '葛\u{E0100}城',
  'é1️⃣',
  '第一行\n\t第二行',
])('what %s shows stays as it is', (text) => {
  expect(v.parse(Name, text)).toBe(text)
})

it('invisible characters, and those that reverse a text, are left out', () => {
  expect(v.parse(Name, '\u200B李\u202E小\u00AD蜂\u3164 \u2066')).toBe('李小蜂')
  expect(shownText('\u202E\u202D')).toBe('')
})

it('fifteen emoji are fifteen characters, and twenty are a name', () => {
  expect(lengthOf('🐝'.repeat(15))).toBe(15)
  expect(v.is(Name, '🐝'.repeat(20))).toBe(true)
  expect(v.is(Name, '🐝'.repeat(21))).toBe(false)
  expect(startOf('🐝'.repeat(21), 20)).toBe('🐝'.repeat(20))
})

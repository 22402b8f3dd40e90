import * as v from 'valibot'

/**
 * Text in which digits were typed, pasted or filled in, as plain characters: full-width ones become ASCII,
 * and format characters, spaces and dashes go.
 */
export const plainText = (text: string): string => visible(text).replace(/[\s\p{Pd}−]/gu, '')
const visible = (text: string): string => text.normalize('NFKC').replace(/\p{Cf}/gu, '')

/** The first run of exactly so many digits; also one that spaces or dashes divide. */
function runOf(text: string, count: number): string | undefined {
  const whole = plainText(text)
  if (/^\d*$/.test(whole)) return whole.length === count ? whole : undefined
  const joined = visible(text).replace(/(\d)[\s\p{Pd}−]+(?=\d)/gu, '$1')
  for (const each of [visible(text), joined]) {
    const found = each.match(/\d+/g)?.find(({ length }) => length === count)
    if (found !== undefined) return found
  }
  return undefined
}

/**
 * The code of `count` digits in a text, which may be a whole pasted message. Without one, the text as plain
 * characters, so that a code that is still being typed stays as it is.
 */
export const codeIn = (text: string, count: number): string => runOf(text, count) ?? plainText(text)

/** The mainland mobile number in a text, without +86, 0086 or 86; else the text as plain characters. */
export function phoneIn(text: string): string {
  const found = /(?:^|[^\d+])(?:\+?86|0086)?(1[3-9]\d{9})(?!\d)/.exec(plainText(text).replace(/[()]/g, ''))
  return found?.[1] ?? plainText(text)
}

/** The whole number in a text such as “ １２ ”; NaN, which no schema accepts, when it is not made of digits. */
export function numberIn(text: string): number {
  const digits = visible(text).replace(/\s/g, '')
  return /^\d+$/.test(digits) ? Number(digits) : Number.NaN
}

/** Longer than any message that somebody pastes for its digits. */
const TYPED_MAX = 500
/** A mainland mobile number as typed or pasted; its output has neither spaces nor the country code. */
export const Phone = v.pipe(
  v.string(),
  v.maxLength(TYPED_MAX),
  v.transform(phoneIn),
  v.regex(/^1[3-9]\d{9}$/),
)
/**
 * The mobile number in a text, or a landline with its area code or a 400 number, as digits alone; also while
 * it is typed. A leading 0 that can belong to no number is removed: no area code begins with 01 except 010,
 * nor with 0400 or 0800.
 */
export function contactIn(text: string): string {
  const phone = phoneIn(text)
  if (/^1\d{10}$/.test(phone)) return phone
  const national = plainText(text).replace(/[()]/g, '').replace(/^(?:\+86|0086)0?(?=[1-9])/, '0')
  return national.replace(/^0(?=1[1-9]|[48]00)/, '')
}
/** Who is called at a place: a mobile number, a landline with its area code, or a 400 number. */
export const ContactPhone = v.pipe(
  v.string(),
  v.maxLength(TYPED_MAX),
  v.transform(contactIn),
  v.regex(/^(?:1[3-9]\d{9}|0(?:10|2\d)\d{8}|0[3-9]\d{9,10}|[48]00\d{7})$/),
)
/** A number as people write it: 138 0000 0001, 027-85880000, 400-820-0000. */
export const phoneText = (phone: string): string =>
  phone.startsWith('1')
    ? phone.replace(/^(\d{3})(\d{4})/, '$1 $2 ')
    : phone.startsWith('0')
      ? phone.replace(/^(0(?:10|2\d)|0\d{3})/, '$1-')
      : phone.replace(/^(\d{3})(\d{3})/, '$1-$2-')

/** A code of so many digits as typed, pasted or filled in; its output is the digits alone. */
export const codeOf = (count: number) =>
  v.pipe(
    v.string(),
    v.maxLength(TYPED_MAX),
    v.transform(text => codeIn(text, count)),
    v.regex(/^\d+$/),
    v.length(count),
  )

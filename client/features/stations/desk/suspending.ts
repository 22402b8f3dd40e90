import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { Phone } from '#shared/kernel/fields.ts'
import * as v from 'valibot'

export interface SuspensionFields { phone: string, until: string, words: string }

/** What still has to be filled in or can't be, as a sentence; undefined when nothing. */
export function missingFrom({ phone, until, words }: SuspensionFields, now = Date.now()): string | undefined {
  if (!v.is(Phone, phone.trim())) return '请填 11 位的手机号。'
  if (until === '') return '请选暂停到哪一天。'
  if (until < dayOf(now)) return '这一天已经过了，请选今天或以后。'
  return words.trim() === '' ? '请写明原因，本人会看到。' : undefined
}

/**
 * What is sent: until the end of the chosen day, in Shanghai. Only for a form from which nothing is missing.
 */
export const suspensionOf = ({ phone, until, words }: SuspensionFields) => ({
  phone: phone.trim(),
  until: startOfDay(until) + DAY_MS,
  words: words.trim(),
})

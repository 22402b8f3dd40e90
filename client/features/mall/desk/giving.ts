import { Phone } from '#shared/kernel/fields.ts'
import * as v from 'valibot'

export interface GiftFields {
  orderId: string
  phone: string
  itemId: string | null
  stationId: string | null
  day: string | null
  words: string
}

/** What still has to be filled in, as a sentence; undefined when nothing. */
export function missingFrom({ phone, itemId, stationId, day, words }: GiftFields): string | undefined {
  if (!v.is(Phone, phone.trim())) return '请填 11 位的手机号。'
  if (itemId === null) return '请选择哪一份餐。'
  if (stationId === null) return '请选择在哪里用餐。'
  if (day === null) return '请选择哪天用餐。'
  return words.trim() === '' ? '请写明为什么送，例如：给王奶奶送药。' : undefined
}

import { Phone } from '#shared/kernel/fields.ts'
import { CORRECTION_MAX } from '#shared/points/schemas.ts'
import * as v from 'valibot'

export interface CorrectionFields {
  correctionId: string
  phone: string
  sign: 'plus' | 'minus' | null
  amount: string
  words: string
}

/** What still has to be filled in or is wrong, as a sentence; undefined when nothing. */
export function missingFrom({ phone, sign, amount, words }: CorrectionFields): string | undefined {
  if (!v.is(Phone, phone.trim())) return '请填 11 位的手机号。'
  if (sign === null) return '请选择补还是扣。'
  if (!/^\d{1,6}$/.test(amount.trim()) || Number(amount) < 1 || Number(amount) > CORRECTION_MAX)
    return `请填积分，1 到 ${CORRECTION_MAX}。`
  return words.trim() === '' ? '请写明原因，本人会看到。' : undefined
}

/** The signed amount. Only for a form from which nothing is missing. */
export const amountOf = ({ sign, amount }: CorrectionFields): number =>
  sign === 'minus' ? -Number(amount) : Number(amount)

import type { FormSpec } from '#client/app/forms/check-input.ts'

export interface GiftFields {
  orderId: string
  phone: string
  itemId: string | null
  stationId: string | null
  day: string | null
  words: string
}

export const giftForm: FormSpec<'mall.giveMeal', GiftFields> = {
  command: 'mall.giveMeal',
  toInput: fields => fields,
  sentences: {
    phone: '请填 11 位的手机号。',
    itemId: '请选择哪一份餐。',
    stationId: '请选择在哪里用餐。',
    day: '请选择哪天用餐。',
    words: '请写明为什么送，例如：给王奶奶送药。',
  },
}

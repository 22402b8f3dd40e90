import type { FormSpec } from '#client/app/forms/check-input.ts'
import { timeNow } from '#client/app/device/now.ts'
import { dayOf } from '#shared/kernel/day.ts'

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
    phone: '请填 11 位手机号',
    itemId: '请选择套餐',
    stationId: '请选择用餐驿站',
    day: '请选择用餐日期',
    words: '请写明赠送原因，例如：给王奶奶送药',
  },
  // The form may stand open over midnight, and is saved for a day.
  check: ({ day }) => day !== null && day < dayOf(timeNow()) ? '这一天已经过去，请重新选用餐日期' : undefined,
}

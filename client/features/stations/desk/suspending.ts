import type { FormSpec } from '#client/app/forms/check-input.ts'
import { timeNow } from '#client/app/device/now.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'

/** `seen`: since when the suspension holds that is to be replaced (ms); 0: none is known. */
export interface SuspensionFields { phone: string, until: string, words: string, seen?: number }

/** The end of the chosen day, in Shanghai. */
export const suspensionForm: FormSpec<'stations.suspend', SuspensionFields> = {
  command: 'stations.suspend',
  toInput: ({ until, ...fields }) => ({ ...fields, until: startOfDay(until) + DAY_MS }),
  sentences: {
    phone: '请填 11 位手机号',
    until: '请选择截止日期',
    words: '请写明原因（本人可见）',
  },
  check: ({ until }) => until < dayOf(timeNow()) ? '截止日期已过，请选今天或以后' : undefined,
}

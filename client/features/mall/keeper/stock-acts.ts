import type { FormSpec } from '#client/app/forms/check-input.ts'
import { numberIn } from '#shared/kernel/digits.ts'

/** The changes of stock that keepers make, and the fields that each needs. */
export const stockActs = {
  take: {
    command: 'mall.stockTake',
    label: '盘点',
    countLabel: '实际件数',
    textLabel: '说明（选填）',
    button: '提交盘点',
  },
  arrive: {
    command: 'mall.arrive',
    label: '到货',
    countLabel: '到货件数',
    textLabel: '说明（选填）',
    button: '登记到货',
  },
  damage: {
    command: 'mall.damage',
    label: '损坏',
    countLabel: '损坏件数',
    textLabel: '损坏原因',
    button: '登记损坏',
  },
} as const
export type StockAct = keyof typeof stockActs

/** `seen`: how many the books said while it was counted, as text. */
export interface StockFields { moveId: string, act: StockAct, count: string, words: string, seen: string }

/** A stock take, an arrival or damage of one item at one station. */
export const stockForm = (
  where: { itemId: string, stationId: string },
): FormSpec<(typeof stockActs)[StockAct]['command'], StockFields> => ({
  command: ({ act }) => stockActs[act].command,
  toInput: ({ act, count, seen, ...fields }) => ({
    ...fields,
    ...where,
    ...act === 'take' ? { counted: numberIn(count), seen: numberIn(seen) } : { count: numberIn(count) },
  }),
  sentences: {
    counted: '请填实际件数，没有就填 0',
    count: '请填件数',
    words: '请写明原因',
  },
})

import type { OrderState, StockCause } from '#shared/mall/rules.ts'
import { mealDays } from '#shared/mall/rules.ts'
import { day } from './time.ts'

export { categoryNames } from '#shared/mall/names.ts'
export { piecesText } from '#shared/mall/rules.ts'

export const orderStateNames: Record<OrderState, string> = {
  open: '待领取',
  handedOver: '已领取',
  cancelled: '已取消',
  lapsed: '过期未领',
}

/** An order's state; the raw state when only a newer server knows it. */
export const orderStateName = (state: string): string =>
  state in orderStateNames ? orderStateNames[state as OrderState] : state

/** Why the number of pieces on a shelf changed. */
export const stockCauseNames: Record<StockCause, string> = {
  arrived: '到货',
  damaged: '损坏',
  counted: '盘点',
  movedIn: '调入',
  movedOut: '调出',
  handedOver: '交付',
}

/** The days a meal can be had, to choose from. The week ahead needs no month. */
export const mealDayChoices = (now: number): { value: string, label: string }[] =>
  mealDays(now).map(value => ({ value, label: day(value, now).replace(/^\d+月/, '') }))

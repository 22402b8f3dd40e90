import type { ItemCategory, OrderState } from '#shared/mall/rules.ts'

export const categoryNames: Record<ItemCategory, string> = {
  daily: '日用',
  riding: '骑行',
  food: '吃喝',
  health: '健康',
  culture: '文体',
  meal: '餐券',
}

export const orderStateNames: Record<OrderState, string> = {
  open: '待领取',
  handedOver: '已领取',
  cancelled: '已取消',
  lapsed: '过期未领',
}

/** An order's state; a newer server may have one that this phone has no word for. */
export const orderStateName = (state: string): string => state in orderStateNames ? orderStateNames[state as OrderState] : state

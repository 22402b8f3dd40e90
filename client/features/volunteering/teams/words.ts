import type { IconName } from '#client/ui/icons.ts'
import type { Trade } from '#shared/volunteering/rules.ts'
import { trades } from '#shared/volunteering/rules.ts'

export const tradeNames: Record<Trade, string> = {
  parcel: '快递',
  ride: '网约出行',
  meal: '网约配送',
  other: '其他',
}
export const tradeIcons: Record<Trade, IconName> = {
  parcel: 'box',
  ride: 'place',
  meal: 'gift',
  other: 'people',
}
export const tradeChoices = trades.map(value => ({ value, label: tradeNames[value] }))

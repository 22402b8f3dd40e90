import type { BookView, ItemCategory } from './rules.ts'

export const categoryNames: Record<ItemCategory, string> = {
  daily: '日用',
  riding: '骑行',
  food: '食品',
  health: '健康',
  culture: '文体用品',
  meal: '餐券',
}
export const bookViewNames: Record<BookView, string> = { soldOut: '缺货', low: '库存低', hidden: '未上架' }

import type { BookView } from './rules.ts'
import type { MallBook } from './schemas.ts'
import { PageRange, SOUGHT_WORDS_MAX, textOf } from '#shared/kernel/fields.ts'
import * as v from 'valibot'
import { bookViews, itemCategories } from './rules.ts'

export type BookItem = MallBook['items'][number]

/** All pieces of an item: on the shelves, reserved by orders, and handed over. */
export function sumsOf({ stock }: Pick<BookItem, 'stock'>) {
  const sum = (pick: (shelf: BookItem['stock'][number]) => number) =>
    stock.reduce((total, shelf) => total + pick(shelf), 0)
  return {
    onHand: sum(({ onHand }) => onHand),
    reserved: sum(({ reserved }) => reserved),
    handedOver: sum(({ handedOver }) => handedOver),
  }
}

type Offered = Pick<BookItem, 'isListed' | 'from' | 'to' | 'stations'>
/** Why an item is not in the mall on a day; undefined when it is. */
export function whyHidden({ isListed, from, to, stations }: Offered, today: string): string | undefined {
  if (!isListed) return '未上架'
  if (from !== undefined && today < from) return `${from} 开始`
  if (to !== undefined && today > to) return `${to} 已结束`
  return stations.length === 0 ? '没有选驿站' : undefined
}

/** An item with so few free pieces for each of its stations is low. */
const LOW_PER_STATION = 3
/** The view that an item stands in on a day: sold out and low are those in the mall. */
export function viewOf(item: BookItem, today: string): BookView | undefined {
  if (whyHidden(item, today) !== undefined) return 'hidden'
  const { onHand, reserved } = sumsOf(item)
  if (onHand - reserved <= 0) return 'soldOut'
  return onHand - reserved <= LOW_PER_STATION * item.stations.length ? 'low' : undefined
}

/** What the list of goods is narrowed by; `text`: part of a name. A range is of the book's losses. */
export const FindGoods = v.object({
  view: v.optional(v.picklist(bookViews)),
  category: v.optional(v.picklist(itemCategories)),
  text: v.optional(textOf(1, SOUGHT_WORDS_MAX)),
  ...PageRange.entries,
})
type BookFilter = Pick<v.InferOutput<typeof FindGoods>, 'view' | 'category' | 'text'>
/** True for an item that a filter leaves in the list, and so in its file. */
export const isInBook = (item: BookItem, { view, category, text = '' }: BookFilter, today: string): boolean =>
  (view === undefined || viewOf(item, today) === view)
  && (category === undefined || item.category === category)
  && item.name.includes(text.trim())

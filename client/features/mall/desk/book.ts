import type { ShownPart } from '#shared/identity/roles.ts'
import type { MallBook } from '#shared/mall/schemas.ts'
import { useSession } from '#client/app/session/session.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { isOneOf } from '#shared/identity/roles.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { computed } from 'vue'

export type BookItem = MallBook['items'][number]

/** The admin's list of all items, and one of them; asked for only by admins. */
export function useBook(
  itemId: () => string | undefined = () => undefined,
  roles: readonly ShownPart[] = ['admin'],
) {
  const session = useSession()
  const book = useAnswer('mall.book', () => isOneOf(session.me, roles) ? {} : null)
  const item = computed(() => book.answer.value?.items.find(each => each.itemId === itemId()))
  return { ...book, item }
}

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

/** Pieces of an item at a station that no order has reserved. */
export function freeAt(item: Pick<BookItem, 'stock'> | undefined, stationId: string): number {
  const shelf = item?.stock.find(each => each.stationId === stationId)
  return shelf ? shelf.onHand - shelf.reserved : 0
}

/** Why an item is not in the mall today; undefined when it is. */
export function whyHidden(
  { isListed, from, to, stations }: Pick<BookItem, 'isListed' | 'from' | 'to' | 'stations'>,
  today = dayOf(Date.now()),
): string | undefined {
  if (!isListed) return '未上架'
  if (from !== undefined && today < from) return `${from} 开始`
  if (to !== undefined && today > to) return `${to} 已结束`
  return stations.length === 0 ? '没有选驿站' : undefined
}

/** The items in the mall first, then the rest, each by name. */
export const inOrder = (items: readonly BookItem[]): BookItem[] =>
  [...items].sort(
    (a, b) =>
      Number(whyHidden(a) !== undefined) - Number(whyHidden(b) !== undefined)
      || a.name.localeCompare(b.name, 'zh-CN'),
  )

export const bookViews = ['soldOut', 'low', 'hidden'] as const
export type BookView = (typeof bookViews)[number]
export const bookViewNames: Record<BookView, string> = { soldOut: '缺货', low: '库存低', hidden: '未上架' }
/** An item with so few free pieces for each of its stations is low. */
const LOW_PER_STATION = 3
const freeIn = (item: BookItem) => {
  const { onHand, reserved } = sumsOf(item)
  return onHand - reserved
}
/** What stands in each view; sold out and low are those in the mall today. */
export const isIn: Record<BookView, (item: BookItem) => boolean> = {
  soldOut: item => whyHidden(item) === undefined && freeIn(item) <= 0,
  low: item =>
    whyHidden(item) === undefined
    && freeIn(item) > 0
    && freeIn(item) <= LOW_PER_STATION * item.stations.length,
  hidden: item => whyHidden(item) !== undefined,
}

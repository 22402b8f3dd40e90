import type { MallBook } from '#shared/mall/schemas.ts'
import { useSession } from '#client/app/session/session.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { computed } from 'vue'

export type BookItem = MallBook['items'][number]

/** The organiser's book, and one item of it; asked for only by those whose it is. */
export function useBook(
  itemId: () => string | undefined = () => undefined,
  roles: readonly string[] = ['admin'],
) {
  const session = useSession()
  const book = useAnswer('mall.book', () => roles.includes(session.me?.role ?? '') ? {} : null)
  const item = computed(() => book.answer.value?.items.find(each => each.itemId === itemId()))
  return { ...book, item }
}

/** Pieces of an item in all: on the shelves, waiting for their orders, and gone. */
export function sumsOf({ stock }: Pick<BookItem, 'stock'>) {
  const sum = (pick: (shelf: BookItem['stock'][number]) => number) =>
    stock.reduce((total, shelf) => total + pick(shelf), 0)
  return {
    onHand: sum(({ onHand }) => onHand),
    reserved: sum(({ reserved }) => reserved),
    handedOver: sum(({ handedOver }) => handedOver),
  }
}

/** Pieces of an item at a station that nobody waits for. */
export function freeAt(item: Pick<BookItem, 'stock'> | undefined, stationId: string): number {
  const shelf = item?.stock.find(each => each.stationId === stationId)
  return shelf ? shelf.onHand - shelf.reserved : 0
}

/** Why nobody sees an item in the mall today; undefined when they do. */
export function whyHidden(
  { isListed, from, to, stations }: Pick<BookItem, 'isListed' | 'from' | 'to' | 'stations'>,
  today = dayOf(Date.now()),
): string | undefined {
  if (!isListed) return '未上架'
  if (from !== undefined && today < from) return `${from} 开始`
  if (to !== undefined && today > to) return `${to} 已结束`
  return stations.length === 0 ? '没有选驿站' : undefined
}

/** The book's list: what is in the mall first, then the rest, each by name. */
export const inOrder = (items: readonly BookItem[]): BookItem[] =>
  [...items].sort(
    (a, b) =>
      Number(whyHidden(a) !== undefined) - Number(whyHidden(b) !== undefined)
      || a.name.localeCompare(b.name, 'zh-CN'),
  )

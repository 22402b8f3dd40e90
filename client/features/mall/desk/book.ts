import type { ShownPart } from '#shared/identity/roles.ts'
import type { BookItem } from '#shared/mall/book.ts'
import { useSession } from '#client/app/session/session.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { isOneOf } from '#shared/identity/roles.ts'
import { whyHidden } from '#shared/mall/book.ts'
import { computed } from 'vue'

/** The list of all items, and one of them; asked for only by those with one of these parts. */
export function useBook(
  itemId: () => string | undefined = () => undefined,
  roles: readonly ShownPart[] = ['admin'],
) {
  const session = useSession()
  const book = useAnswer('mall.book', () => isOneOf(session.me, roles) ? {} : null)
  const item = computed(() => book.answer.value?.items.find(each => each.itemId === itemId()))
  return { ...book, item }
}

/** Pieces of an item at a station that no order has reserved. */
export function freeAt(item: Pick<BookItem, 'stock'> | undefined, stationId: string): number {
  const shelf = item?.stock.find(each => each.stationId === stationId)
  return shelf ? shelf.onHand - shelf.reserved : 0
}

/** The items in the mall first, then the rest, each by name. */
export const inOrder = (items: readonly BookItem[], today: string): BookItem[] =>
  [...items].sort(
    (a, b) =>
      Number(whyHidden(a, today) !== undefined) - Number(whyHidden(b, today) !== undefined)
      || a.name.localeCompare(b.name, 'zh-CN'),
  )

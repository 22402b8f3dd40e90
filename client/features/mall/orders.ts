import type { MyOrder } from '#shared/mall/schemas.ts'
import { useCommand } from '#client/app/forms/use-command.ts'
import { waitingText } from '#client/app/words/waiting.ts'
import { ask, useAnswer } from '#client/sync/ask.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { computed, ref, shallowRef, watch } from 'vue'

/** One's orders, open ones first; saved on the phone, for a counter without a network. */
export const useOrders = () => useAnswer('mall.myOrders', {})

/** The page of orders after those shown; undefined when the server could not be reached. */
export async function olderOrders(shown: readonly MyOrder[]) {
  const closed = shown.filter(({ state }) => state !== 'open')
  const before = Math.min(...(closed.length > 0 ? closed : shown).map(({ madeAt }) => madeAt))
  const page = await ask('mall.myOrders', Number.isFinite(before) ? { before } : {})
  return page && { items: page.orders, hasMore: page.hasMore }
}

async function findOlder(
  first: { orders: MyOrder[], hasMore: boolean },
  id: string,
): Promise<MyOrder | undefined> {
  let { orders: shown, hasMore } = first
  while (hasMore) {
    const page = await olderOrders(shown)
    const found = page?.items.find(order => order.id === id)
    if (found || !page || page.items.length === 0) return found
    shown = page.items
    hasMore = page.hasMore
  }
  return undefined
}

/** One order by its id, older pages included, and how to cancel it. */
export function useOrder(id: () => string) {
  const outbox = useOutbox()
  const { answer, askedAt, view } = useOrders()
  const older = shallowRef<MyOrder>()
  const isSought = ref(false)
  const recent = computed(() => answer.value?.orders.find(order => order.id === id()))
  const order = computed(() => recent.value ?? (older.value?.id === id() ? older.value : undefined))

  watch([answer, id], async ([first]) => {
    if (!first || recent.value) return
    isSought.value = true
    older.value = await findOlder(first, id())
    isSought.value = false
  }, { immediate: true })

  const { problem, send } = useCommand()
  const cancelling = computed(() => {
    const waiting = outbox.of('mall.cancel').waiting.find(({ envelope }) => envelope.input.orderId === id())
    return waiting && `取消 ${waitingText(waiting)}`
  })
  const cancel = () => send('mall.cancel', { orderId: id() })

  /** Accepted after the answer on the page was made: the next answer will have the order. */
  const isComing = computed(() => !order.value && outbox.of('mall.redeem').delivered.some(
    ({ input, at }) => input.orderId === id() && at > (askedAt.value ?? 0),
  ))

  return { order, isSought, isComing, view, cancelling, cancel, problem }
}

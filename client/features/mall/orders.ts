import type { MyOrder } from '#shared/mall/schemas.ts'
import type { Answer } from '#shared/queries.ts'
import { useCommand } from '#client/app/forms/use-command.ts'
import { useSession } from '#client/app/session/session.ts'
import { waitingText } from '#client/app/words/waiting.ts'
import { ask, useAnswer } from '#client/sync/ask.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { computed, ref, shallowRef, watch } from 'vue'

/** One's orders, open ones first; saved on the phone, for a counter without a network. A visitor has none. */
export function useOrders() {
  const session = useSession()
  return useAnswer('mall.myOrders', () => session.me === null ? null : {})
}

/** Open orders are all on the first page, above the closed ones. */
export const orderRank = ({ state, madeAt }: MyOrder): number => state === 'open' ? Infinity : madeAt

async function findOlder(
  first: Pick<Answer<'mall.myOrders'>, 'orders' | 'hasMore'>,
  id: string,
): Promise<MyOrder | undefined> {
  let page: typeof first | undefined = first
  while (page?.hasMore) {
    const before = Math.min(...page.orders.map(orderRank))
    page = await ask('mall.myOrders', { before }, { isSaved: false })
    const found = page?.orders.find(order => order.id === id)
    if (found) return found
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

  /** Whether the order was accepted after the answer on the page was made; the next answer will have it. */
  const isComing = computed(() => !order.value && outbox.of('mall.redeem').delivered.some(
    ({ input, at }) => input.orderId === id() && at > (askedAt.value ?? 0),
  ))

  return { order, isSought, isComing, view, cancelling, cancel, problem }
}

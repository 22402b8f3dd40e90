import type { DeliveredItem, OutboxItem } from '#client/sync/outbox.ts'
import type { MyOrder } from '#shared/mall/schemas.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { isCommand, useOutbox } from '#client/sync/outbox.ts'
import { computed } from 'vue'
import { useSession } from './session.ts'

interface OnThePhone {
  items: readonly Pick<OutboxItem, 'envelope'>[]
  delivered: readonly Pick<DeliveredItem, 'name' | 'input' | 'at'>[]
}

/**
 * Points that wishes on this phone will take and that the server's answer (true at `askedAt`) has not taken
 * yet: of wishes that wait, and of those accepted since. An order among `orders` is in the answer already.
 */
export function wishedPoints(
  { items, delivered }: OnThePhone,
  askedAt: number,
  orders: readonly Pick<MyOrder, 'id'>[],
): number {
  const wishes = [...items.map(({ envelope }) => envelope), ...delivered.filter(({ at }) => at > askedAt)]
    .filter(command => isCommand(command, 'mall.redeem'))
    .map(({ input }) => input)
  const known = new Set(orders.map(({ id }) => id))
  const pending = new Map(
    wishes
      .filter(({ orderId }) => !known.has(orderId))
      .map(({ orderId, price, count }) => [orderId, price * count]),
  )
  return [...pending.values()].reduce((sum, points) => sum + points, 0)
}

/**
 * The points a person can spend: what the server says is available, less the wishes on this phone. Nothing is
 * asked for a visitor.
 */
export function usePointsShown(asks: () => boolean = () => true) {
  const outbox = useOutbox()
  const session = useSession()
  const asked = () => session.me !== null && asks() ? {} : null
  const points = useAnswer('points.mine', asked)
  const { answer: mine } = useAnswer('mall.myOrders', asked)
  const wished = computed(() => wishedPoints(outbox, points.askedAt.value ?? 0, mine.value?.orders ?? []))
  const spendable = computed(
    () => points.answer.value && Math.max(0, points.answer.value.available - wished.value),
  )
  return { ...points, wished, spendable }
}

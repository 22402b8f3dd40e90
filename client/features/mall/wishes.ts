import type { ReturnedItem } from '#client/sync/outbox.ts'
import type { MallItem, Redeem, Spot } from '#shared/mall/schemas.ts'
import { useSaving } from '#client/app/forms/use-command.ts'
import { refusalText } from '#client/app/words/index.ts'
import { waitingText } from '#client/app/words/waiting.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { computed } from 'vue'

interface Wished { key: number, input: Redeem, item: MallItem | undefined, station: Spot | undefined }
/** A redemption that waits for the server. `words`: its state in the outbox. */
export interface Wish extends Wished { words: string }
/** A refused redemption: why, and what can be redeemed instead by one tap. */
export interface LostWish extends Wished { reason: string, instead: { words: string, input: Redeem }[] }

/**
 * The alternatives that a refusal names: the nearest station that has the item, fewer pieces, or the new
 * price.
 */
export function insteadOf(refusal: ReturnedItem['refusal'], input: Redeem): LostWish['instead'] {
  if (refusal.code === 'mall.soldOut') {
    const { free, stationId, stationName } = refusal
    return [
      ...(stationId && stationName ? [{ words: `去${stationName}兑`, input: { ...input, stationId } }] : []),
      ...(free > 0 ? [{ words: `只兑 ${free} 件`, input: { ...input, count: free } }] : []),
    ]
  }
  return refusal.code === 'mall.priceChanged'
    ? [{ words: `按每件 ${refusal.price} 积分兑`, input: { ...input, price: refusal.price } }]
    : []
}

/** The redemptions on this phone: waiting, and refused. `problem`: why the last act on one failed. */
export function useWishes() {
  const outbox = useOutbox()
  const { answer: mall } = useAnswer('mall.items', {})
  const { problem, act } = useSaving()
  const named = (key: number, input: Redeem): Wished => ({
    key,
    input,
    item: mall.value?.items.find(({ id }) => id === input.itemId),
    station: mall.value?.stations.find(({ id }) => id === input.stationId),
  })
  const redemptions = outbox.of('mall.redeem')
  const waiting = computed(() => redemptions.waiting.map(
    (item): Wish => ({ ...named(item.key, item.envelope.input), words: waitingText(item) }),
  ))
  const lost = computed(() => redemptions.returned.map(({ key, envelope: { input }, refusal }): LostWish => ({
    ...named(key, input),
    reason: refusalText(refusal),
    instead: insteadOf(refusal, input),
  })))

  /** Withdraws a wish; one that was sent already is cancelled by a second command. */
  const withdraw = ({ key, input: { orderId } }: Wish) => act(async () => {
    if (!await outbox.withdraw(key)) await outbox.enqueue('mall.cancel', { orderId })
  })

  return {
    waiting,
    lost,
    problem,
    withdraw,
    again: (key: number, input: Redeem) => act(() => outbox.resend(key, input)),
    dismiss: (key: number) => act(() => outbox.dismiss(key)),
  }
}

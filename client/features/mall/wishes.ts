import type { ReturnedItem } from '#client/sync/outbox.ts'
import type { MallItem, Redeem, Spot } from '#shared/mall/schemas.ts'
import { refusalText } from '#client/app/words/index.ts'
import { waitingText } from '#client/app/words/waiting.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { computed } from 'vue'

interface Wished { key: number, input: Redeem, item: MallItem | undefined, station: Spot | undefined }
/** A redemption that nobody has decided yet. `words`: how far it has come. */
export interface Wish extends Wished { words: string }
/** A redemption that was not to be had: why, and what could be had instead by one tap. */
export interface LostWish extends Wished { reason: string, instead: { words: string, input: Redeem }[] }

/**
 * What the same wish may become, as the refusal itself says: the nearest station that has it, or the new
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

/** The redemptions on this phone that wait, and those that came back. */
export function useWishes() {
  const outbox = useOutbox()
  const { answer: mall } = useAnswer('mall.items', {})
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

  /** Takes a wish back; one that has left the phone is cancelled by a command that follows it. */
  async function withdraw({ key, input: { orderId } }: Wish): Promise<void> {
    if (!await outbox.withdraw(key)) await outbox.enqueue('mall.cancel', { orderId })
  }

  return { waiting, lost, withdraw, again: outbox.resend, dismiss: outbox.dismiss }
}

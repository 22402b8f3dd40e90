import type { MallItemView } from '#shared/mall/schemas.ts'
import type { Counter } from './mall.ts'
import { timeNow, useNow } from '#client/app/device/now.ts'
import { useCommand } from '#client/app/forms/use-command.ts'
import { day as dayText } from '#client/app/words/index.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { opensOn } from '#shared/mall/counter-hours.ts'
import { mealDays, ORDER_COUNT_MAX } from '#shared/mall/rules.ts'
import { uuidv7 } from 'uuidv7'
import { computed, ref } from 'vue'
import { bestCounter } from './mall.ts'

/** Pieces that one person may still redeem, less what waits on this phone. */
export const piecesLeft = (
  { perPerson, mine }: Pick<MallItemView, 'perPerson' | 'mine'>,
  wished: number,
): number =>
  Math.max(0, Math.min(ORDER_COUNT_MAX, perPerson === null ? ORDER_COUNT_MAX : perPerson - mine - wished))

/**
 * Reasons why the server may refuse, as far as this phone knows. They are shown and block nothing, since
 * points and stock may be others when the wish arrives.
 */
export function doubts({
  points,
  spendable,
  count,
  counter,
  day,
}: {
  points: number
  spendable: number | undefined
  count: number
  counter: Counter | undefined
  /** The day of a meal. */
  day: string | null
}): string[] {
  const missing = points - (spendable ?? points)
  return [
    ...(missing > 0 ? [`积分还差 ${missing}。送达时还不够就兑不成，不会扣分。`] : []),
    ...(counter && counter.free < count
      ? [
          counter.free > 0
            ? `${counter.station.name}只剩 ${counter.free} 件，可能兑不到。`
            : `${counter.station.name}现在没有了，可能兑不到。`,
        ]
      : []),
    ...(day !== null && counter?.station.counter && !opensOn(counter.station.counter, day, timeNow())
      ? [`${counter.station.name}${dayText(day)}不再开门，请换一天或换个驿站。`]
      : []),
  ]
}

/** The choice of station, number and day for one item, and the command. */
export function useRedeeming(item: () => MallItemView | undefined, sorted: () => Counter[]) {
  const outbox = useOutbox()
  const chosenId = ref<string>()
  const count = ref(1)
  const now = useNow()
  const chosenDay = ref<string | null>(null)
  /** Today until another day was chosen, and again once that is past. */
  const mealDay = computed({
    get: () => {
      const days = mealDays(now.value)
      return days.find(each => each === chosenDay.value) ?? days[0]!
    },
    set: (chosen: string | null) => chosenDay.value = chosen,
  })
  const { problem, isBusy, send } = useCommand()

  const counter = computed(
    () => sorted().find(({ station }) => station.id === chosenId.value) ?? bestCounter(sorted(), count.value),
  )
  const points = computed(() => (item()?.price ?? 0) * count.value)
  const wished = computed(() => {
    const waiting = outbox.of('mall.redeem').waiting.map(({ envelope }) => envelope.input)
    return waiting.filter(({ itemId }) => itemId === item()?.id).reduce((sum, each) => sum + each.count, 0)
  })
  const most = computed(() => {
    const wanted = item()
    return wanted ? piecesLeft(wanted, wished.value) : 0
  })

  /** The order's id once the wish is saved on the phone; else undefined, and `problem` says why. */
  async function submit(): Promise<string | undefined> {
    const [wanted, at] = [item(), counter.value]
    if (!wanted || !at) return undefined
    const isMeal = wanted.kind === 'meal'
    const day = mealDay.value
    if (isMeal && !mealDays().includes(day)) {
      problem.value = '这一天刚刚过去，请重新选哪天用餐。'
      return undefined
    }
    const orderId = uuidv7()
    const isSaved = await send('mall.redeem', {
      orderId,
      itemId: wanted.id,
      stationId: at.station.id,
      count: count.value,
      price: wanted.price,
      ...isMeal && { day },
    })
    return isSaved && orderId
  }

  return { chosenId, counter, count, most, mealDay, points, problem, isBusy, submit }
}

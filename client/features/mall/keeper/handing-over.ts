import type { CommandInput } from '#shared/commands.ts'
import { useCommand } from '#client/app/forms/use-command.ts'
import { say } from '#client/app/said.ts'
import { refusalText } from '#client/app/words/index.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { readPickUp } from '#shared/mall/pick-up.ts'
import { computed, ref } from 'vue'

type HandOver = CommandInput<'mall.handOver'>
/** The state of a hand-over: saved only, settled, refused with the reason, or a loss. */
export type Outcome =
  | { kind: 'waiting' }
  | { kind: 'settled', number: number }
  | { kind: 'loss', number: number }
  | { kind: 'refused', words: string }
/** A hand-over that failed after the goods were given. `key`: the keeper can dismiss it. */
export interface HandOverTrouble {
  id: string
  orderId: string | undefined
  words: string
  at: number
  key?: number
}

const orderIn = ({ code }: HandOver) => readPickUp(code)?.pickUp.orderId
export const LOSS_WORDS = '这次兑换早已结束，货多给了一份。已告诉市级管理员，积分不受影响。'

/** The hand-overs of this phone, and how to hand over more. */
export function useHandingOver() {
  const outbox = useOutbox()
  const handOvers = outbox.of('mall.handOver')
  const { problem, send, act } = useCommand()
  const sentId = ref<string>()
  const delivered = computed(() => handOvers.delivered.map(({ id, result, at }) => ({ id, at, ...result })))
  const waiting = computed(() => handOvers.waiting)
  const returned = computed(() => handOvers.returned)

  /** Orders that must not be handed over again: saved or accepted on this phone, or known to be closed. */
  const used = computed(
    () =>
      new Set([
        ...waiting.value.flatMap(({ envelope }) => orderIn(envelope.input) ?? []),
        ...delivered.value.map(({ orderId }) => orderId),
        ...returned.value.flatMap(({ envelope, refusal }) =>
          refusal.code === 'mall.orderClosed' ? (orderIn(envelope.input) ?? []) : [],
        ),
      ]),
  )

  const troubles = computed((): HandOverTrouble[] => [
    ...returned.value.map(({ key, envelope, refusal, at }) => ({
      id: envelope.id,
      orderId: orderIn(envelope.input),
      words: refusalText(refusal),
      at,
      key,
    })),
    ...delivered.value
      .filter(({ outcome }) => outcome === 'loss')
      .map(({ id, orderId, number, at }) => ({ id, orderId, words: `#${number} ${LOSS_WORDS}`, at })),
  ])

  const outcome = computed((): Outcome | undefined => {
    const settled = delivered.value.find(({ id }) => id === sentId.value)
    if (settled) return { kind: settled.outcome, number: settled.number }
    const refused = returned.value.find(({ envelope }) => envelope.id === sentId.value)
    if (refused) return { kind: 'refused', words: refusalText(refused.refusal) }
    return sentId.value === undefined ? undefined : { kind: 'waiting' }
  })

  /** Saves that the goods were given; sent when there is a network. */
  async function handOver(input: HandOver): Promise<void> {
    sentId.value = undefined
    sentId.value = await send('mall.handOver', input)
  }

  return {
    used,
    waiting,
    troubles,
    outcome,
    problem,
    handOver,
    dismiss: async (key: number) => await act(() => outbox.dismiss(key)) || say(problem.value),
    forget: () => void (sentId.value = undefined),
  }
}

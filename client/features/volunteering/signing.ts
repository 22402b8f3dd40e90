import type { OutboxItem, ReturnedItem } from '#client/sync/outbox.ts'
import { useCommand } from '#client/app/forms/use-command.ts'
import { refusalText } from '#client/app/words/index.ts'
import { waitingText } from '#client/app/words/waiting.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { computed, ref } from 'vue'

const names = ['activities.signUp', 'activities.leave', 'activities.accept'] as const
export type SignCommand = (typeof names)[number]
/** A command about one's place that has not been decided yet. `words`: how far it has come. */
export interface Pending {
  key: number
  name: SignCommand
  words: string
  /** Nothing is sent until the account is signed in again. */
  isSignedOut: boolean
}
export interface Refused { key: number, name: SignCommand, reason: string, refusal: ReturnedItem['refusal'] }

/** Waiting and refused commands about one's place in activities, by the activity's id. */
export function usePending() {
  const outbox = useOutbox()
  const all = computed(() => names.flatMap((name) => {
    const of: { waiting: (Pick<OutboxItem, 'key' | 'state' | 'progress'> & Input)[] } = outbox.of(name)
    return of.waiting.map(item => ({ item, name }))
  }).sort((a, b) => a.item.key - b.item.key))
  const pendingOf = (activityId: string): Pending | undefined => {
    const last = all.value.filter(({ item }) => item.envelope.input.activityId === activityId).at(-1)
    if (!last) return undefined
    const { key, state } = last.item
    return { key, name: last.name, words: waitingText(last.item), isSignedOut: state === 'signedOut' }
  }
  const refusedOf = (activityId: string): Refused | undefined => names.flatMap((name) => {
    const of: { returned: (Pick<ReturnedItem, 'key' | 'refusal'> & Input)[] } = outbox.of(name)
    return of.returned
      .filter(({ envelope }) => envelope.input.activityId === activityId)
      .map(({ key, refusal }) => ({ key, name, refusal, reason: refusalText(refusal) }))
  }).at(-1)
  return { pendingOf, refusedOf }
}
interface Input { envelope: { input: { activityId: string } } }

/** Signs up for one activity, leaves it, or accepts its offer; all of these wait without a network. */
export function useSigning(id: () => string) {
  const outbox = useOutbox()
  const { problem, isBusy, send, save, act } = useCommand()
  const { pendingOf, refusedOf } = usePending()
  const pending = computed(() => pendingOf(id()))
  const refused = computed(() => refusedOf(id()))
  /** The command sent from this page, whose result is shown. */
  const sentId = ref<string>()
  const leftId = ref<string>()

  /** False, and `problem` says why, when the phone could not delete the refusal. */
  const forget = async () => !refused.value || await act(() => outbox.dismiss(refused.value!.key))
  async function signUp(evenSo = false) {
    if (!await forget()) return
    sentId.value = await send('activities.signUp', { activityId: id(), ...evenSo && { evenSo } })
  }
  async function accept() {
    if (!await forget()) return
    sentId.value = await send('activities.accept', { activityId: id() })
  }
  async function leave() {
    if (!await forget()) return
    sentId.value = undefined
    leftId.value = await send('activities.leave', { activityId: id() })
  }
  /** Withdraws a waiting command; a sign-up that was sent already is followed by `leave`. */
  async function withdraw() {
    if (!pending.value) return
    const { key, name } = pending.value
    sentId.value = undefined
    if (await save(() => outbox.withdraw(key)) === false && name !== 'activities.leave') await leave()
  }

  /** The result of the command sent from this page: one's place now. */
  const outcome = computed(() => {
    const signed = outbox.of('activities.signUp').delivered.find(each => each.id === sentId.value)
    if (signed) return signed.result
    const accepted = outbox.of('activities.accept').delivered.some(each => each.id === sentId.value)
    return accepted ? { state: 'in' as const, ahead: 0 } : undefined
  })
  const hasLeft = computed(() =>
    outbox.of('activities.leave').delivered.some(each => each.id === leftId.value))
  const isSaved = computed(() => sentId.value !== undefined && pending.value !== undefined)

  return { pending, refused, outcome, hasLeft, isSaved, problem, isBusy, signUp, accept, leave, withdraw }
}

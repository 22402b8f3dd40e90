import type { ActivityView } from '#shared/volunteering/activities.ts'
import type { Attend } from '#shared/volunteering/attending.ts'
import { byServer } from '#client/app/device/now.ts'
import { useCommand } from '#client/app/forms/use-command.ts'
import { refusalText } from '#client/app/words/index.ts'
import { waitingText } from '#client/app/words/waiting.ts'
import { clockNote, useOutbox } from '#client/sync/outbox.ts'
import { computed } from 'vue'

export type Direction = Attend['direction']
/** The proof in a command: the text that was scanned, and when by this phone's clock. */
export const proofOf = (by: Attend['proof']['by'], text: string, seenAt = Date.now()): Attend['proof'] => {
  const seenClock = clockNote()
  return { by, text, seenAt, ...seenClock && { seenClock } }
}

/** The check-in and check-out to show before they are known. */
export const noMarks: ActivityView['marks'] = { inAt: null, outAt: null, minutes: null }
export interface Marks { inAt: number | null, outAt: number | null }
/** One's own check-in and check-out of an activity: recorded, waiting, and refused. */
export function useMyMarks(activity: () => Pick<ActivityView, 'id' | 'marks'> | undefined) {
  const outbox = useOutbox()
  const { problem, isBusy, send, act } = useCommand()
  const own = computed(() => {
    const { waiting, returned } = outbox.of('activities.attend')
    const isMine = ({ envelope: { input } }: { envelope: { input: Attend } }) =>
      input.activityId === activity()?.id && input.proof.by === 'code'
    return { waiting: waiting.filter(isMine), returned: returned.filter(isMine) }
  })
  const waitsFor = (direction: Direction) =>
    own.value.waiting.find(({ envelope }) => envelope.input.direction === direction)
  const seenIn = (item: ReturnType<typeof waitsFor>) =>
    item ? byServer(item.envelope.input.proof.seenAt) : null
  const marks = computed((): Marks => ({
    inAt: activity()?.marks.inAt ?? seenIn(waitsFor('in')),
    outAt: activity()?.marks.outAt ?? seenIn(waitsFor('out')),
  }))
  const waiting = computed(() => {
    const item = own.value.waiting.at(-1)
    return item && `${item.envelope.input.direction === 'in' ? '签到' : '签退'}已保存 · ${waitingText(item)}`
  })
  const refused = computed(() => {
    const item = own.value.returned.at(-1)
    return item && { key: item.key, reason: refusalText(item.refusal) }
  })
  const attend = async (direction: Direction, text: string, seenAt: number) => {
    const activityId = activity()?.id
    for (const { key } of own.value.returned) {
      if (!await act(() => outbox.dismiss(key))) return undefined
    }
    const proof = proofOf('code', text, seenAt)
    return activityId && await send('activities.attend', { activityId, direction, proof })
  }
  return { marks, waiting, refused, problem, isBusy, attend }
}

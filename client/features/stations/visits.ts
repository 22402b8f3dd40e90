import type { OutboxItem, ReturnedItem } from '#client/sync/outbox.ts'
import type { CommandInput } from '#shared/commands.ts'
import type { Visit } from '#shared/doors/schemas.ts'
import type { Station } from './stations.ts'
import { useCommand } from '#client/app/forms/use-command.ts'
import { refusalText } from '#client/app/words/index.ts'
import { waitingText } from '#client/app/words/waiting.ts'
import { ask } from '#client/sync/ask.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { readDoorCode } from '#shared/doors/passes.ts'
import { STAY_MS } from '#shared/stations/rules.ts'
import { computed } from 'vue'

/** A check-in that is still on this phone. `problem`: why the server did not take it. */
export interface WaitingVisit {
  key: string
  at: number
  stationName: string
  state: string
  problem: string | null
}

/** Which station a kept check-in names: its code says the number, and the list of stations the name. */
function nameOf(input: unknown, all: readonly Pick<Station, 'number' | 'name'>[]): string {
  const read = readDoorCode((input as CommandInput<'stations.checkIn'>).code)
  return (
    all.find(({ number }) => number === read?.message.station)?.name
    ?? (read ? `${read.message.station} 号驿站` : '驿站')
  )
}

/** Check-ins of this phone that nobody has answered yet, or that came back, newest first. */
export function waitingVisits(
  { items, returned }: { items: readonly OutboxItem[], returned: readonly ReturnedItem[] },
  all: readonly Pick<Station, 'number' | 'name'>[],
): WaitingVisit[] {
  const isCheckIn = ({ envelope }: Pick<OutboxItem, 'envelope'>) => envelope.name === 'stations.checkIn'
  const rowOf = (key: string, { madeAt, input }: OutboxItem['envelope']) => ({
    key,
    at: madeAt,
    stationName: nameOf(input, all),
  })
  return [
    ...returned
      .filter(isCheckIn)
      .map(item => ({
        ...rowOf(`r${item.key}`, item.envelope),
        state: '未通过',
        problem: refusalText(item.refusal),
      })),
    ...items
      .filter(isCheckIn)
      .map(item => ({
        ...rowOf(`w${item.key}`, item.envelope),
        state: `已保存 · ${waitingText(item)}`,
        problem: null,
      })),
  ].sort((a, b) => b.at - a.at)
}

/** The page of visits before those shown; undefined when nobody could be asked. */
export async function olderVisits(shown: readonly Visit[]) {
  const page = await ask('stations.myVisits', {
    before: Math.min(...shown.map(({ enteredAt }) => enteredAt)),
  })
  return page && { items: page.visits, hasMore: page.hasMore }
}

/** The visit that one is on: the last, while one still counts as inside and has not left. */
export const currentVisit = (visits: readonly Visit[], now: number): Visit | undefined => {
  const last = visits[0]
  return last && last.leftAt === null && now - last.enteredAt < STAY_MS ? last : undefined
}

/** 离站, kept first and sent when it can be. */
export function useLeaving() {
  const outbox = useOutbox()
  const { problem, send } = useCommand()
  const isAbout = (name: string, input: unknown, visitId: string) =>
    name === 'stations.leave' && (input as CommandInput<'stations.leave'>).visitId === visitId
  /** How far one's leaving has come; undefined while it was not said. */
  const leavingOf = computed(() => (visitId: string) => {
    const waiting = outbox.items.find(({ envelope }) => isAbout(envelope.name, envelope.input, visitId))
    if (waiting) return `离站 ${waitingText(waiting)}`
    return outbox.delivered.some(({ name, input }) => isAbout(name, input, visitId)) ? '已离站' : undefined
  })
  const leave = (visitId: string) => send('stations.leave', { visitId })
  return { leavingOf, leave, problem }
}

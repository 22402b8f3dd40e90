import type { CommandsOf } from '#client/sync/outbox.ts'
import type { CommandInput } from '#shared/commands.ts'
import type { Visit } from '#shared/doors/schemas.ts'
import type { Station } from './stations.ts'
import { byServer } from '#client/app/device/now.ts'
import { useCommand } from '#client/app/forms/use-command.ts'
import { refusalText } from '#client/app/words/index.ts'
import { waitingText } from '#client/app/words/waiting.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { readDoorCode } from '#shared/doors/door-bytes.ts'
import { STAY_MS } from '#shared/stations/rules.ts'
import { computed } from 'vue'

type CheckIn = CommandInput<'stations.checkIn'>

/** A check-in that waits on this phone. `problem`: why the server refused it. */
export interface WaitingVisit {
  key: string
  at: number
  stationName: string
  state: string
  problem: string | null
}

/** The station that a check-in names: its code says the number, the list of stations the name. */
function nameOf({ code }: CheckIn, all: readonly Pick<Station, 'number' | 'name'>[]): string {
  const read = readDoorCode(code)
  return (
    all.find(({ number }) => number === read?.message.station)?.name
    ?? (read ? `${read.message.station} 号驿站` : '驿站')
  )
}

/** Check-ins of this phone that the server has not decided yet, or has refused; newest first. */
export function waitingVisits(
  { waiting, returned }: CommandsOf<'stations.checkIn'>,
  all: readonly Pick<Station, 'number' | 'name'>[],
): WaitingVisit[] {
  const rowOf = (key: string, { madeAt, input }: { madeAt: number, input: CheckIn }) => ({
    key,
    at: byServer(madeAt),
    stationName: nameOf(input, all),
  })
  return [
    ...returned.map(item => ({
      ...rowOf(`r${item.key}`, item.envelope),
      state: '未通过',
      problem: refusalText(item.refusal),
    })),
    ...waiting.map(item => ({
      ...rowOf(`w${item.key}`, item.envelope),
      state: `已保存 · ${waitingText(item)}`,
      problem: null,
    })),
  ].sort((a, b) => b.at - a.at)
}

/** The latest visit, while it counts as inside and has not been left. */
export const currentVisit = (visits: readonly Visit[], now: number): Visit | undefined => {
  const last = visits[0]
  return last && last.leftAt === null && now - last.enteredAt < STAY_MS ? last : undefined
}

/** Reports 离站, through the outbox. */
export function useLeaving() {
  const outbox = useOutbox()
  const { problem, send } = useCommand()
  const leaves = outbox.of('stations.leave')
  /** How far leaving a visit has come; undefined if this phone knows of none. */
  const leavingOf = computed(() => (visitId: string) => {
    const waiting = leaves.waiting.find(({ envelope }) => envelope.input.visitId === visitId)
    if (waiting) return `离站 ${waitingText(waiting)}`
    return leaves.delivered.some(({ input }) => input.visitId === visitId) ? '已离站' : undefined
  })
  const leave = (visitId: string) => send('stations.leave', { visitId })
  return { leavingOf, leave, problem }
}

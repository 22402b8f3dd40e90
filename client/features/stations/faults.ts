import type { FormPhoto } from '#client/app/forms/saved-photos.ts'
import type { CommandInput } from '#shared/commands.ts'
import type { FaultKind, Supply } from '#shared/stations/rules.ts'
import type { Fault } from '#shared/stations/schemas.ts'
import { useCommand } from '#client/app/forms/use-command.ts'
import { faultNames, refusalText, supplyNames } from '#client/app/words/index.ts'
import { waitingText } from '#client/app/words/waiting.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { shownText } from '#shared/kernel/text.ts'
import { uuidv7 } from 'uuidv7'
import { computed } from 'vue'

type Input = CommandInput<'stations.reportFault'>

/** A fault as a line: 门打不开; 缺货：饮用水. */
export const faultText = ({ kind, supply }: Pick<Fault, 'kind' | 'supply'>): string =>
  supply ? `${faultNames[kind]}：${supplyNames[supply]}` : faultNames[kind]

/** What somebody found broken or missing. */
export interface FoundFault {
  kind: FaultKind
  words: string
  supply?: Supply | undefined
  photo?: FormPhoto | undefined
}

/** A fault reported on this phone, with its state in the outbox. */
export interface OwnFault {
  id: string
  words: string
  state: string
  tone: 'orange' | 'green' | 'red'
  hint: string
}

/**
 * The faults reported about a station on this phone, and how to report more. `page`: the station's answer and
 * when it was asked for, if there is one. What it lists, or listed and has let go, is shown by it alone.
 */
export function useFaults(
  stationId: () => string,
  page: () => { faults: readonly Pick<Fault, 'id'>[], askedAt: number },
) {
  const outbox = useOutbox()
  const { problem, send } = useCommand()
  const reports = outbox.of('stations.reportFault')
  const rowOf = ({ faultId, stationId, kind, supply, words }: Input) => ({
    id: faultId,
    stationId,
    words: faultText({ kind, supply: supply ?? null }),
    hint: words,
  })

  const all = computed((): (OwnFault & { stationId: string })[] => [
    ...reports.returned.map(({ envelope, refusal }) => ({
      ...rowOf(envelope.input),
      state: '未通过',
      tone: 'red' as const,
      hint: refusalText(refusal),
    })),
    ...reports.waiting.map(item => ({
      ...rowOf(item.envelope.input),
      state: `已保存 · ${waitingText(item)}`,
      tone: 'orange' as const,
    })),
    ...reports.delivered
      .filter(({ at }) => at > page().askedAt)
      .map(({ input }) => ({ ...rowOf(input), state: '已报给站长', tone: 'green' as const })),
  ])
  /** Those about this station that its page does not list yet. */
  const own = computed((): OwnFault[] => all.value.filter(
    ({ id, stationId: at }) => at === stationId() && !page().faults.some(fault => fault.id === id),
  ))

  /** The command's id once the fault is saved on the phone; else undefined, and `problem` says why. */
  const report = ({ kind, words, supply, photo }: FoundFault) =>
    send('stations.reportFault', {
      faultId: uuidv7(),
      stationId: stationId(),
      kind,
      ...supply && { supply },
      words: shownText(words),
      ...photo && { photo: photo.hash },
    }, photo ? [photo] : [])

  return { own, report, problem }
}

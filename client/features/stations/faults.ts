import type { FaultKind, Supply } from '#shared/stations/rules.ts'
import type { Fault, ReportFault } from '#shared/stations/schemas.ts'
import type { InferOutput } from 'valibot'
import { useCommand } from '#client/app/forms/use-command.ts'
import { faultNames, refusalText, supplyNames } from '#client/app/words/index.ts'
import { waitingText } from '#client/app/words/waiting.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { uuidv7 } from 'uuidv7'
import { computed } from 'vue'

type Input = InferOutput<typeof ReportFault>

/** What is wrong, as a line: 门打不开; 缺货：饮用水. */
export const faultWords = ({ kind, supply }: Pick<Fault, 'kind' | 'supply'>): string =>
  supply ? `${faultNames[kind]}：${supplyNames[supply]}` : faultNames[kind]

/** A fault that this phone has told, and how far it has come. */
export interface OwnFault {
  id: string
  words: string
  state: string
  tone: 'orange' | 'green' | 'red'
  hint: string
}

/**
 * What this person has reported about a station from this phone, and how to report more: kept first, sent
 * when it can be.
 */
export function useFaults(stationId: () => string, known: () => readonly Pick<Fault, 'id'>[]) {
  const outbox = useOutbox()
  const { problem, send } = useCommand()
  const isAbout = (name: string, input: unknown): input is Input =>
    name === 'stations.reportFault' && (input as Input).stationId === stationId()
  const rowOf = ({ faultId, kind, supply, words }: Input) => ({
    id: faultId,
    words: faultWords({ kind, supply: supply ?? null }),
    hint: words,
  })

  const own = computed((): OwnFault[] =>
    [
      ...outbox.returned.flatMap(({ envelope, refusal }) =>
        isAbout(envelope.name, envelope.input)
          ? [{ ...rowOf(envelope.input), state: '未通过', tone: 'red' as const, hint: refusalText(refusal) }]
          : [],
      ),
      ...outbox.items.flatMap(item =>
        isAbout(item.envelope.name, item.envelope.input)
          ? [
              {
                ...rowOf(item.envelope.input),
                state: `已保存 · ${waitingText(item)}`,
                tone: 'orange' as const,
              },
            ]
          : [],
      ),
      ...outbox.delivered.flatMap(({ name, input }) =>
        isAbout(name, input) ? [{ ...rowOf(input), state: '已送达', tone: 'green' as const }] : [],
      ),
    ].filter(({ id }) => !known().some(fault => fault.id === id)),
  )

  /** The command's id once the fault is safe on the phone; else undefined, and `problem` says why. */
  const report = (kind: FaultKind, words: string, supply?: Supply) =>
    send('stations.reportFault', {
      faultId: uuidv7(),
      stationId: stationId(),
      kind,
      ...supply && { supply },
      words: words.trim(),
    })

  return { own, report, problem }
}

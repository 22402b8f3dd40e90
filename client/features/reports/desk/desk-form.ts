import type { FormSpec } from '#client/app/forms/check-input.ts'
import type { CommandName } from '#shared/commands.ts'
import type { Deed, DeskAction, DeskFields, DeskForms, DeskPart } from './desk-actions.ts'
import { isBlank } from '#shared/kernel/text.ts'

type DeskCommand = Extract<
  CommandName,
  | `reports.${'move' | 'resolve' | 'plan' | 'ask' | 'handTo' | 'correct' | 'unmerge' | 'note'}`
  | `reports.${'hidePair' | 'showPair'}`
>
/** The commands of deeds that are not sent as `reports.move`. */
const otherCommands: Partial<Record<Deed, DeskCommand>> = {
  resolved: 'reports.resolve',
  planned: 'reports.plan',
  asked: 'reports.ask',
  takenOn: 'reports.handTo',
  handedOver: 'reports.handTo',
  filed: 'reports.correct',
  corrected: 'reports.correct',
  unmerged: 'reports.unmerge',
  noted: 'reports.note',
  pairHidden: 'reports.hidePair',
  pairShown: 'reports.showPair',
}

/** The fields that differ from the report; unchanged ones are left out. */
function correctionIn({ kind, spot, latitude, longitude }: DeskFields) {
  return {
    ...kind !== null && { kind },
    ...latitude !== null && longitude !== null && { place: { latitude, longitude } },
    ...spot !== null && { spot },
  }
}

/** The command for an action. */
export const deskForm = (
  reportId: string,
  action: () => DeskAction,
  { seen = () => undefined, as = () => undefined, me = () => undefined }: {
    readonly seen?: () => string | undefined
    readonly me?: () => string | undefined
    /** The part to act in, for somebody who has two. */
    readonly as?: () => DeskPart | undefined
  } = {},
): FormSpec<DeskCommand, DeskForms> => ({
  command: () => otherCommands[action().to] ?? 'reports.move',
  toInput: (forms, photos) => {
    const { to, needs } = action()
    const { words, responsible, unitId, areaId, into, day, colleagueId } = forms[to]
    const lastStep = seen()
    const part = as()
    const decided = {
      reportId,
      ...lastStep !== undefined && { seen: lastStep },
      ...part !== undefined && { as: part },
    }
    const reason = needs.includes('words') || !isBlank(words) ? { words } : {}
    switch (to) {
      case 'filed': return { ...decided, areaId }
      case 'planned': return { ...decided, day, words }
      case 'takenOn': return { ...decided, to: me() ?? null }
      case 'handedOver': return { ...decided, to: colleagueId, ...reason }
      case 'corrected': return { ...decided, ...correctionIn(forms[to]), ...reason }
      case 'unmerged':
      case 'accepted': return { ...decided, to, ...reason } // Only a unit has to give a reason.
      case 'declined': return { ...decided, to, words }
      case 'unable': return { ...decided, to, words, responsible }
      case 'merged': return { ...decided, to, into }
      case 'assigned': return { ...decided, to, unitId, ...reason }
      case 'working': return { ...decided, to }
      case 'resolved': return { ...decided, words, photos: photos.map(({ hash }) => hash) }
      case 'asked': return { ...decided, question: words }
      case 'noted': return { reportId, words }
      case 'pairHidden': return { ...decided, reason: words }
      case 'pairShown': return decided
      case 'closed':
      case 'withdrawn': throw new Error(`no button leads to ${to}`)
    }
  },
  sentences: {
    words: '请写几个字说明',
    question: '请写几个字说明',
    reason: '请写几个字说明',
    responsible: '请写清该由谁负责',
    unitId: '请选择处置单位',
    day: '请选哪一天办',
    to: '请选择交给谁',
    areaId: '请选择所属社区',
    into: '请选择并入哪一条',
    photos: '请附上处理后的照片',
  },
})

import type { FormSpec } from '#client/app/forms/check-input.ts'
import type { CommandName } from '#shared/commands.ts'
import type { Me } from '#shared/identity/schemas.ts'
import type { MoveBy, MoveNeeds, ReportKind, ReportState } from '#shared/reports/rules.ts'
import type { ReportView } from '#shared/reports/schemas.ts'
import { isOneOf } from '#shared/identity/roles.ts'
import { isBlank } from '#shared/kernel/text.ts'
import { askableStates, isOpen, movesFrom, reportStates } from '#shared/reports/rules.ts'

export type DeskPart = Extract<MoveBy, 'staff' | 'unit'>
/** What is done beside the moves: it leaves the state as it is. */
const asides = ['asked', 'corrected', 'unmerged', 'noted', 'pairHidden', 'pairShown'] as const
type Deed = ReportState | (typeof asides)[number]
/** What an action's form asks for. */
type DeskNeeds = MoveNeeds | 'correction'
/** A button of the desk, and the fields that it needs. */
export interface DeskAction {
  to: Deed
  label: string
  needs: readonly DeskNeeds[]
  /** A text may be added, and is optional. */
  mayHaveText: boolean
  textLabel: string
}
/** The fields of an action; its photos are saved apart. */
export interface DeskFields {
  words: string
  responsible: string
  unitId: string | null
  areaId: string | null
  into: string | null
  /** What of it is corrected; null where it stays. */
  kind: ReportKind | null
  spot: string | null
  latitude: number | null
  longitude: number | null
}
type DeskForms = Record<Deed, DeskFields>
const emptyFields = (): DeskFields => ({
  words: '',
  responsible: '',
  unitId: null,
  areaId: null,
  into: null,
  kind: null,
  spot: null,
  latitude: null,
  longitude: null,
})
/** One form for each action. */
export const emptyForms = () =>
  Object.fromEntries([...reportStates, ...asides].map(deed => [deed, emptyFields()])) as DeskForms

/** Whether it moves the report on. */
export const isMove = (deed: Deed): boolean => !(asides as readonly Deed[]).includes(deed)

/** The parts that somebody has at the desk, staff's first. */
export const partsAtDesk = (me: Me | null): DeskPart[] => [
  ...isOneOf(me, ['staff', 'admin']) ? ['staff' as const] : [],
  ...isOneOf(me, ['unit']) ? ['unit' as const] : [],
]
export const partNames: Record<DeskPart, string> = { staff: '社区工作', unit: '处置单位' }

/** The label of each move's button; a move without one here has no button. */
const labels: Record<DeskPart, Partial<Record<Deed, string>>> = {
  staff: {
    accepted: '受理',
    assigned: '派单',
    resolved: '提交处理结果',
    asked: '追问',
    corrected: '更正信息',
    filed: '转派辖区',
    noted: '写备注',
    merged: '并案',
    unmerged: '撤销并案',
    unable: '无法处理',
    declined: '不受理',
    pairHidden: '撤下前后对比',
    pairShown: '恢复前后对比',
  },
  unit: { working: '接单', resolved: '提交处理结果', accepted: '退回' },
}
const textLabels: Partial<Record<Deed, string>> = {
  declined: '不受理的理由（上报人可见）',
  unable: '为什么无法处理（上报人可见）',
  accepted: '退回的理由',
  resolved: '处理说明（上报人可见）',
  asked: '追问上报人的话',
  assigned: '给处置单位留言（选填）',
  corrected: '为什么更正（选填，上报人可见）',
  noted: '内部备注（上报人和处置单位看不到）',
  pairHidden: '撤下的原因（只有工作人员可见）',
}

/** Deeds that a text may go with. */
const withText: readonly Deed[] = ['assigned', 'corrected']

const actionTo = (to: Deed, part: DeskPart, needs: readonly DeskNeeds[]): DeskAction[] => {
  const label = labels[part][to]
  return label === undefined
    ? []
    : [{ to, label, needs, mayHaveText: withText.includes(to), textLabel: textLabels[to] ?? '说明' }]
}

/** The buttons for a report, from the table of moves; none for one's own report. */
export function actionsFor(
  { state, asked, desk }: Pick<ReportView, 'state' | 'asked' | 'desk'>,
  part: DeskPart,
): DeskAction[] {
  if (desk?.isOwn) return []
  const actions = movesFrom(state, part)
    .filter(({ to }) => !desk?.awaitsOther || (state === 'filed' ? to === 'filed' : to !== 'unable'))
    .flatMap(({ to, needs }) => actionTo(to, part, needs))
  const order = Object.keys(labels[part])
  return [
    ...actions,
    ...part === 'staff' ? asidesOf(state, asked) : [],
    ...desk?.pair === 'shown' ? actionTo('pairHidden', part, ['words']) : [],
    ...desk?.pair === 'hidden' ? actionTo('pairShown', part, []) : [],
  ]
    .map(action => action.to === 'assigned' && state === 'assigned' ? { ...action, label: '改派' } : action)
    .sort((a, b) => order.indexOf(a.to) - order.indexOf(b.to))
}

/** What staff do beside the moves, in each state. */
function asidesOf(state: ReportState, asked: boolean): DeskAction[] {
  const isEarly = (askableStates as readonly ReportState[]).includes(state)
  return [
    ...isEarly && !asked ? actionTo('asked', 'staff', ['words']) : [],
    ...isOpen(state) ? actionTo('corrected', 'staff', ['correction']) : [],
    ...state === 'accepted' ? actionTo('filed', 'staff', ['area']) : [], // It stays accepted.
    ...state === 'merged' ? actionTo('unmerged', 'staff', []) : [],
    ...actionTo('noted', 'staff', ['words']),
  ]
}

type DeskCommand = Extract<
  CommandName,
  `reports.${'move' | 'resolve' | 'ask' | 'correct' | 'unmerge' | 'note' | 'hidePair' | 'showPair'}`
>
/** What is no `reports.move`. */
const otherCommands: Partial<Record<Deed, DeskCommand>> = {
  resolved: 'reports.resolve',
  asked: 'reports.ask',
  filed: 'reports.correct',
  corrected: 'reports.correct',
  unmerged: 'reports.unmerge',
  noted: 'reports.note',
  pairHidden: 'reports.hidePair',
  pairShown: 'reports.showPair',
}

/** What of a report is corrected; nothing of what stays. */
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
  { seen = () => undefined, as = () => undefined }: {
    readonly seen?: () => string | undefined
    /** For whoever could act in both parts. */
    readonly as?: () => DeskPart | undefined
  } = {},
): FormSpec<DeskCommand, DeskForms> => ({
  command: () => otherCommands[action().to] ?? 'reports.move',
  toInput: (forms, photos) => {
    const { to, needs } = action()
    const { words, responsible, unitId, areaId, into } = forms[to]
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
    areaId: '请选择所属社区',
    into: '请选择并入哪一条',
    photos: '请附上处理后的照片',
  },
})

import type { Me } from '#shared/identity/schemas.ts'
import type { MoveBy, MoveNeeds, ReportKind, ReportState } from '#shared/reports/rules.ts'
import type { ReportView } from '#shared/reports/schemas.ts'
import { isOneOf } from '#shared/identity/roles.ts'
import { askableStates, isOpen, movesFrom, plannableStates, reportStates } from '#shared/reports/rules.ts'

export type DeskPart = Extract<MoveBy, 'staff' | 'unit'>
/** Deeds that leave the report's state as it is. */
const asides = [
  'planned',
  'asked',
  'takenOn',
  'handedOver',
  'corrected',
  'unmerged',
  'noted',
  'pairHidden',
  'pairShown',
] as const
export type Deed = ReportState | (typeof asides)[number]
/** What an action's form asks for. */
type DeskNeeds = MoveNeeds | 'correction' | 'day' | 'colleague'
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
  /** The day that it is planned for. */
  day: string
  colleagueId: string | null
  /** The corrected fields; null for those that stay. */
  kind: ReportKind | null
  spot: string | null
  latitude: number | null
  longitude: number | null
}
export type DeskForms = Record<Deed, DeskFields>
const emptyFields = (): DeskFields => ({
  words: '',
  responsible: '',
  unitId: null,
  areaId: null,
  into: null,
  day: '',
  colleagueId: null,
  kind: null,
  spot: null,
  latitude: null,
  longitude: null,
})
/** One form for each action. */
export const emptyForms = () =>
  Object.fromEntries([...reportStates, ...asides].map(deed => [deed, emptyFields()])) as DeskForms

/** Whether a deed moves the report to another state. */
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
    planned: '排期',
    asked: '追问',
    takenOn: '我来办',
    handedOver: '交给同事',
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
  unit: { working: '接单', resolved: '提交处理结果', planned: '排期', accepted: '退回' },
}
const textLabels: Partial<Record<Deed, string>> = {
  declined: '不受理的理由（上报人可见）',
  unable: '为什么无法处理（上报人可见）',
  accepted: '退回的理由',
  resolved: '处理说明（上报人可见）',
  asked: '追问上报人的话',
  assigned: '给处置单位留言（选填）',
  planned: '为什么排到这一天（上报人可见）',
  handedOver: '给同事留言（选填，上报人看不到）',
  corrected: '为什么更正（选填，上报人可见）',
  noted: '内部备注（上报人和处置单位看不到）',
  pairHidden: '撤下的原因（只有工作人员可见）',
}

/** Deeds that a text may go with. */
const withText: readonly Deed[] = ['assigned', 'handedOver', 'corrected']

const actionTo = (to: Deed, part: DeskPart, needs: readonly DeskNeeds[]): DeskAction[] => {
  const label = labels[part][to]
  return label === undefined
    ? []
    : [{ to, label, needs, mayHaveText: withText.includes(to), textLabel: textLabels[to] ?? '说明' }]
}

type Acted = Pick<ReportView, 'state' | 'asked' | 'plannedOn' | 'desk'>

/** The buttons for a report, from the table of moves; none for one's own report. `me`: who looks at it. */
export function actionsFor(report: Acted, part: DeskPart, me?: string): DeskAction[] {
  const { state, desk } = report
  if (desk?.isOwn) return []
  const actions = movesFrom(state, part)
    .filter(({ to }) => !desk?.awaitsOther || (state === 'filed' ? to === 'filed' : to !== 'unable'))
    .flatMap(({ to, needs }) => actionTo(to, part, needs))
  const order = Object.keys(labels[part])
  return [
    ...actions,
    ...plannableStates[part].includes(state) ? actionTo('planned', part, ['day', 'words']) : [],
    ...part === 'staff' ? asidesOf(report, me) : [],
    ...desk?.pair === 'shown' ? actionTo('pairHidden', part, ['words']) : [],
    ...desk?.pair === 'hidden' ? actionTo('pairShown', part, []) : [],
  ]
    .map(action => ({ ...action, label: labelAgain(action.to, report) ?? action.label }))
    .sort((a, b) => order.indexOf(a.to) - order.indexOf(b.to))
}

/** The button's label when the deed was done before; undefined for its usual label. */
function labelAgain(to: Deed, { state, plannedOn }: Acted): string | undefined {
  if (to === 'assigned' && state === 'assigned') return '改派'
  return to === 'planned' && plannedOn !== undefined ? '改期' : undefined
}

/** The deeds besides the moves that staff may do in each state. */
function asidesOf({ state, asked, desk }: Acted, me: string | undefined): DeskAction[] {
  const isEarly = (askableStates as readonly ReportState[]).includes(state)
  return [
    ...isEarly && !asked ? actionTo('asked', 'staff', ['words']) : [],
    ...isEarly && (me === undefined || desk?.clerk?.id !== me) ? actionTo('takenOn', 'staff', []) : [],
    ...isEarly ? actionTo('handedOver', 'staff', ['colleague']) : [],
    ...isOpen(state) ? actionTo('corrected', 'staff', ['correction']) : [],
    // The report stays accepted and moves to another area.
    ...state === 'accepted' ? actionTo('filed', 'staff', ['area']) : [],
    ...state === 'merged' ? actionTo('unmerged', 'staff', []) : [],
    ...actionTo('noted', 'staff', ['words']),
  ]
}

import type { Taken } from '#client/app/forms/kept-photos.ts'
import type { LiveReply } from '#client/sync/outbox.ts'
import type { ActorRole } from '#shared/identity/roles.ts'
import type { MoveBy, MoveNeeds, ReportState } from '#shared/reports/rules.ts'
import type { ReportView } from '#shared/reports/schemas.ts'
import { sendNow } from '#client/sync/outbox.ts'
import { askableStates, movesFrom, reportStates } from '#shared/reports/rules.ts'

export type DeskPart = Extract<MoveBy, 'staff' | 'unit'>
type Deed = ReportState | 'asked'
/** One button of the desk, and what it takes to press it. */
export interface DeskAction {
  to: Deed
  label: string
  needs: readonly MoveNeeds[]
  /** Words may come along, though they needn't. */
  mayHaveWords: boolean
  wordsLabel: string
}
export interface DeskForm {
  words: string
  unitId: string | null
  areaId: string | null
  into: string | null
  photos: Taken[]
}

/** What of a form is plain words and choices. */
export type DeskFields = Omit<DeskForm, 'photos'>
const emptyFields = (): DeskFields => ({ words: '', unitId: null, areaId: null, into: null })
/** One for each action: what was typed for one is no other's. */
export const emptyForms = () =>
  Object.fromEntries([...reportStates, 'asked'].map(deed => [deed, emptyFields()])) as Record<
    Deed,
    DeskFields
  >

/** The part someone plays at the desk. */
export const partOf = (role: ActorRole): DeskPart => role === 'unit' ? 'unit' : 'staff'

/** What each move is called on its button; a move without a name here has no button. */
const labels: Record<DeskPart, Partial<Record<Deed, string>>> = {
  staff: {
    accepted: '受理',
    assigned: '派单',
    resolved: '办结',
    asked: '问上报人',
    filed: '转给别处',
    merged: '合并',
    declined: '不受理',
  },
  unit: { working: '接单', resolved: '办结', accepted: '退回' },
}
const wordsLabels: Partial<Record<Deed, string>> = {
  declined: '不受理的理由（上报人会看到）',
  accepted: '退回的理由',
  resolved: '怎么处理的（上报人会看到）',
  asked: '想问上报人什么',
  assigned: '交代处置单位的话（可不写）',
}

const actionTo = (to: Deed, part: DeskPart, needs: readonly MoveNeeds[]): DeskAction[] => {
  const label = labels[part][to]
  return label === undefined
    ? []
    : [{ to, label, needs, mayHaveWords: to === 'assigned', wordsLabel: wordsLabels[to] ?? '说明' }]
}

/** The buttons for a report, from the table of moves: none on one's own. */
export function actionsFor(
  { state, asked, desk }: Pick<ReportView, 'state' | 'asked' | 'desk'>,
  part: DeskPart,
): DeskAction[] {
  if (desk?.isOwn) return []
  const actions = movesFrom(state, part).flatMap(({ to, needs }) => actionTo(to, part, needs))
  const mayAsk = part === 'staff' && !asked && (askableStates as readonly ReportState[]).includes(state)
  const order = Object.keys(labels[part])
  return [...actions, ...mayAsk ? actionTo('asked', part, ['words']) : []]
    .map(action => action.to === 'assigned' && state === 'assigned' ? { ...action, label: '改派' } : action)
    .sort((a, b) => order.indexOf(a.to) - order.indexOf(b.to))
}

const missingSentences: Record<MoveNeeds, string> = {
  words: '请写几个字说明。',
  unit: '请选择处置单位。',
  area: '请选择所属社区。',
  report: '请选择并入哪一条。',
  photo: '请附上处理后的照片。',
}

/** What still has to be filled in, as a sentence; undefined when nothing. */
export function missingFrom(
  { needs }: DeskAction,
  { words, unitId, areaId, into, photos }: DeskForm,
): string | undefined {
  const has: Record<MoveNeeds, boolean> = {
    words: words.trim() !== '',
    unit: unitId !== null,
    area: areaId !== null,
    report: into !== null,
    photo: photos.length > 0,
  }
  const missing = needs.find(need => !has[need])
  return missing && missingSentences[missing]
}

/** Sends what was decided, live. Only for a form from which nothing is missing. */
export function carryOut(
  { to }: DeskAction,
  reportId: string,
  form: DeskForm,
): Promise<LiveReply> {
  const text = form.words.trim()
  const words = text === '' ? {} : { words: text }
  switch (to) {
    case 'filed':
      return sendNow('reports.move', { reportId, to, areaId: form.areaId! })
    case 'accepted':
      return sendNow('reports.move', { reportId, to, ...words })
    case 'declined':
      return sendNow('reports.move', { reportId, to, words: text })
    case 'merged':
      return sendNow('reports.move', { reportId, to, into: form.into! })
    case 'assigned':
      return sendNow('reports.move', { reportId, to, unitId: form.unitId!, ...words })
    case 'working':
      return sendNow('reports.move', { reportId, to })
    case 'resolved':
      return sendNow(
        'reports.resolve',
        { reportId, words: text, photos: form.photos.map(({ hash }) => hash) },
        { photos: form.photos },
      )
    case 'asked':
      return sendNow('reports.ask', { reportId, question: text })
    case 'closed':
    case 'withdrawn': throw new Error(`no button leads to ${to}`)
  }
}

import type { NoticeKind } from '#shared/notices/schemas.ts'
import type { ReportKind, ReportStep } from './rules.ts'
import { kindRules } from './rules.ts'

/**
 * Whom a step notifies: 'staff' of its area; 'formerStaff' of the area that it left; its 'clerk'; its 'unit';
 * the 'holder', which is the unit, else the clerk; its 'followers'; the 'asker' of the question. Clerk and
 * asker are notified alone while they are staff of its area; else all of its staff are.
 */
export type Hearer =
  | 'reporter'
  | 'followers'
  | 'staff'
  | 'formerStaff'
  | 'clerk'
  | 'unit'
  | 'holder'
  | 'asker'
  | 'admins'
interface Urgency { readonly kind: ReportKind, readonly areaId: string }
export interface StepNotice {
  readonly kind: NoticeKind
  readonly to: readonly Hearer[]
  /** What the notice quotes: by default the step's own words. */
  readonly quotes?: 'words' | 'unitName' | 'nothing'
  readonly onlyIf?: (after: Urgency, before: Urgency) => boolean
}

const isUrgent = ({ kind }: Urgency) => kindRules[kind].urgent
const isNewlyUrgent = (after: Urgency, before: Urgency) =>
  isUrgent(after) && (!isUrgent(before) || after.areaId !== before.areaId)
const movedAway = ({ areaId }: Urgency, before: Urgency) => areaId !== before.areaId
const passedOn = { kind: 'reports.passedOn', to: ['formerStaff'], onlyIf: movedAway } as const
const urgent = { kind: 'reports.urgent', to: ['staff'], quotes: 'nothing' } as const

/** Who is notified of which step. Nobody is notified of what they did themselves. */
export const stepNotices: Record<ReportStep, readonly StepNotice[]> = {
  filed: [{ ...urgent, onlyIf: isUrgent }],
  amended: [{ ...urgent, onlyIf: isNewlyUrgent }],
  rerouted: [{ kind: 'reports.rerouted', to: ['reporter'] }, passedOn, { ...urgent, onlyIf: isUrgent }],
  accepted: [{ kind: 'reports.accepted', to: ['reporter'] }],
  declined: [
    { kind: 'reports.declined', to: ['reporter'] },
    // Without the words, since followers can't read the report.
    { kind: 'reports.declined', to: ['followers'], quotes: 'nothing' },
  ],
  unable: [{ kind: 'reports.unable', to: ['reporter', 'followers'] }],
  merged: [{ kind: 'reports.merged', to: ['reporter', 'followers'] }],
  absorbed: [], // Its reporter is not affected.
  assigned: [
    { kind: 'reports.assigned', to: ['reporter'], quotes: 'unitName' },
    { kind: 'reports.yourTurn', to: ['unit'] },
  ],
  working: [{ kind: 'reports.working', to: ['reporter'] }],
  handedBack: [
    { kind: 'reports.returned', to: ['reporter'] },
    { kind: 'reports.handedBack', to: ['staff'] },
  ],
  resolved: [{ kind: 'reports.resolved', to: ['reporter', 'followers'] }],
  closed: [{ kind: 'reports.closed', to: ['reporter', 'followers'] }],
  reopened: [
    { kind: 'reports.reopened', to: ['staff', 'followers'] },
    { kind: 'reports.yourTurn', to: ['unit'] },
  ],
  withdrawn: [{ kind: 'reports.withdrawn', to: ['followers'] }],
  asked: [{ kind: 'reports.asked', to: ['reporter'] }],
  answered: [{ kind: 'reports.answered', to: ['asker'] }],
  supported: [],
  urged: [{ kind: 'reports.urged', to: ['unit', 'staff'] }],
  objected: [
    { kind: 'reports.objected', to: ['staff'] },
    { kind: 'reports.reopened', to: ['followers'], quotes: 'nothing' },
  ],
  pairHidden: [], // This is about the public page, not about the report.
  pairShown: [],
  noted: [], // Colleagues read notes in the report.
  photoCovered: [{ kind: 'reports.photoCovered', to: ['reporter'] }],
  photoHidden: [{ kind: 'reports.photoHidden', to: ['reporter'] }],
  photoShown: [],
  corrected: [
    { kind: 'reports.corrected', to: ['reporter'] },
    passedOn,
    { ...urgent, onlyIf: isNewlyUrgent },
  ],
  unmerged: [{ kind: 'reports.unmerged', to: ['reporter', 'followers'] }],
  parted: [],
  planned: [{ kind: 'reports.planned', to: ['reporter', 'followers'] }],
  planDue: [{ kind: 'reports.planDue', to: ['holder'] }],
  takenOn: [],
  handedOver: [{ kind: 'reports.handedOver', to: ['clerk'] }],
  clerkLeft: [{ kind: 'reports.handedBack', to: ['staff'] }],
  unanswered: [
    { kind: 'reports.unanswered', to: ['reporter'], quotes: 'nothing' },
    { kind: 'reports.cameBack', to: ['asker'], quotes: 'nothing' },
  ],
  raised: [{ kind: 'reports.raised', to: ['admins'] }],
}

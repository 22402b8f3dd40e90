import type { Move } from '#shared/kernel/moves.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { findMove, movesFrom as movesOf } from '#shared/kernel/moves.ts'

export const reportKinds = [
  'environment',
  'hazard',
  'security',
  'warning',
  'emergency',
  'patrol',
  'other',
] as const
export type ReportKind = (typeof reportKinds)[number]

interface KindRule {
  /** Staff of the area are notified at once, and the phone shows the emergency numbers first. */
  readonly urgent: boolean
  /** Others may see and support it while it is open. A security lead is for its reporter and the desk. */
  readonly isPublic: boolean
}

export const kindRules: Record<ReportKind, KindRule> = {
  emergency: { urgent: true, isPublic: true },
  warning: { urgent: true, isPublic: true },
  hazard: { urgent: false, isPublic: true },
  security: { urgent: false, isPublic: false },
  environment: { urgent: false, isPublic: true },
  patrol: { urgent: false, isPublic: true },
  other: { urgent: false, isPublic: true },
}

/**
 * Whether the photos of before and after are public; those of emergencies are not, because they may show
 * people in trouble.
 */
export const isShownMended = (kind: ReportKind): boolean =>
  kindRules[kind].isPublic && !kindRules[kind].urgent
/** How long after it was resolved a report is among the recent results (ms). */
export const MENDED_SHOWN_MS = 30 * DAY_MS

export const reportStates = [
  'filed',
  'accepted',
  'assigned',
  'working',
  'resolved',
  'closed',
  'declined',
  'unable',
  'merged',
  'withdrawn',
] as const
export type ReportState = (typeof reportStates)[number]

/** States in which somebody still has to act. */
export const openStates = ['filed', 'accepted', 'assigned', 'working'] as const satisfies ReportState[]
export const isOpen = (state: ReportState): boolean => (openStates as readonly ReportState[]).includes(state)
/** States after staff have accepted a report, in which everybody may read it and see its photos. */
const acceptedStates: readonly string[] = ['accepted', 'assigned', 'working', 'resolved', 'closed', 'unable']
export const wasAccepted = (state: ReportState): boolean => acceptedStates.includes(state)
/** States of a resolved report whose reporter has not contradicted. */
export const mendedStates: readonly ReportState[] = ['resolved', 'closed']

export const reportSteps = [
  'filed',
  'amended',
  'rerouted',
  'accepted',
  'declined',
  'unable',
  'merged',
  'absorbed',
  'assigned',
  'working',
  'handedBack',
  'resolved',
  'closed',
  'reopened',
  'withdrawn',
  'asked',
  'answered',
  'supported',
  'urged',
  'objected',
  'pairHidden',
  'pairShown',
  'noted',
  'photoCovered',
  'photoHidden',
  'photoShown',
  'corrected',
  'unmerged',
  'parted',
  'unanswered',
  'raised',
  'planned',
  'planDue',
  'takenOn',
  'handedOver',
  'clerkLeft',
] as const
export type ReportStep = (typeof reportSteps)[number]

/** Steps that change nothing of the report, so that nobody's decision has to have seen them. */
export const quietSteps: readonly ReportStep[] = [
  'urged',
  'noted',
  'unanswered',
  'raised',
  'planDue',
  'photoCovered',
  'photoHidden',
  'photoShown',
]

export type MoveBy = 'reporter' | 'staff' | 'unit' | 'system'
/** What a move's command has to carry. */
export type MoveNeeds = 'words' | 'unit' | 'area' | 'report' | 'photo' | 'responsible'
export interface ReportMove extends Move<ReportState, MoveBy, ReportStep> {
  readonly needs: readonly MoveNeeds[]
}

/** The whole life of a report. The desk draws its buttons from this table; the server allows nothing else. */
export const moves: readonly ReportMove[] = [
  { from: ['filed'], to: 'filed', by: 'staff', step: 'rerouted', needs: ['area'] },
  { from: ['filed'], to: 'accepted', by: 'staff', step: 'accepted', needs: [] },
  { from: ['filed'], to: 'declined', by: 'staff', step: 'declined', needs: ['words'] },
  { from: ['filed', 'accepted'], to: 'merged', by: 'staff', step: 'merged', needs: ['report'] },
  { from: ['accepted', 'assigned'], to: 'assigned', by: 'staff', step: 'assigned', needs: ['unit'] },
  { from: ['accepted'], to: 'resolved', by: 'staff', step: 'resolved', needs: ['words', 'photo'] },
  { from: ['accepted'], to: 'unable', by: 'staff', step: 'unable', needs: ['words', 'responsible'] },
  { from: ['assigned'], to: 'working', by: 'unit', step: 'working', needs: [] },
  { from: ['assigned', 'working'], to: 'accepted', by: 'unit', step: 'handedBack', needs: ['words'] },
  // The unit has lost its people.
  { from: ['assigned', 'working'], to: 'accepted', by: 'system', step: 'handedBack', needs: [] },
  { from: ['assigned', 'working'], to: 'resolved', by: 'unit', step: 'resolved', needs: ['words', 'photo'] },
  { from: ['filed', 'accepted'], to: 'withdrawn', by: 'reporter', step: 'withdrawn', needs: [] },
  // The reporter says that it is fixed.
  { from: ['resolved'], to: 'closed', by: 'reporter', step: 'closed', needs: [] },
  // The reporter says that it is not fixed: staff have it again, or the unit if a unit had resolved it.
  { from: ['resolved'], to: 'accepted', by: 'reporter', step: 'reopened', needs: ['words'] },
  { from: ['resolved'], to: 'assigned', by: 'reporter', step: 'reopened', needs: ['words'] },
  // The reporter has not rated in time.
  { from: ['resolved'], to: 'closed', by: 'system', step: 'closed', needs: [] },
  // Possible once; it keeps its time limit, as a reopened report does.
  { from: ['declined'], to: 'filed', by: 'reporter', step: 'objected', needs: ['words'] },
  { from: ['unable'], to: 'accepted', by: 'reporter', step: 'objected', needs: ['words'] },
]

/** The moves someone may make from a state. */
export const movesFrom = (state: ReportState, by: MoveBy): ReportMove[] => movesOf(moves, state, by)

/** The refusal of a move that the table does not have, or null. */
export const refuseMove = (from: ReportState, to: ReportState, by: MoveBy) =>
  findMove(moves, from, to, by) ? null : { code: 'reports.moveNotAllowed' as const, from, to }

/** States in which staff may still ask the reporter something. */
export const askableStates = ['filed', 'accepted'] as const satisfies ReportState[]
/** States in which staff, or the unit, may plan the day of the work. */
export const plannableStates: Record<'staff' | 'unit', readonly ReportState[]> = {
  staff: ['accepted'],
  unit: ['assigned', 'working'],
}
/** How many days ahead it may be planned. */
export const PLAN_DAYS_MAX = 366
/** States in which the reporter may still change the description, the kind or the place. */
export const amendableStates = ['filed'] as const satisfies ReportState[]

/** How long after it was resolved the reporter may rate it (ms); then it closes by itself. */
export const RATING_WINDOW_MS = 14 * DAY_MS
/** Two reports of a kind nearer than this (m) are probably about the same thing. */
export const NEARBY_M = 50
/** A phone whose clock is off by more (ms) is marked for the desk; its times are corrected in any case. */
export const CLOCK_SKEW_MARKED_MS = 5 * 60_000
/**
 * The skew recorded for a clock that was changed meanwhile, or is off by more; the time seen is then an
 * estimate. The largest value of PostgreSQL's column, 25 days in ms.
 */
export const CLOCK_DOUBTFUL_MS = 2 ** 31 - 1

import type { Refusal } from '#shared/refusal.ts'
import { addWorkingDays } from '#shared/kernel/day.ts'

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

const HOUR_MS = 3_600_000

interface KindRule {
  /** How long the city has: hours that run day and night, or working days of Shanghai's calendar. */
  readonly limit: { hours: number } | { workingDays: number }
  /** Staff of the area are called at once, and the phone shows the numbers to ring first. */
  readonly urgent: boolean
  /** Passers-by may see and support it while it is open; a security lead is nobody else's business. */
  readonly isPublic: boolean
}

export const kindRules: Record<ReportKind, KindRule> = {
  emergency: { limit: { hours: 2 }, urgent: true, isPublic: true },
  warning: { limit: { hours: 4 }, urgent: true, isPublic: true },
  hazard: { limit: { hours: 24 }, urgent: false, isPublic: true },
  security: { limit: { workingDays: 3 }, urgent: false, isPublic: false },
  environment: { limit: { workingDays: 3 }, urgent: false, isPublic: true },
  patrol: { limit: { workingDays: 5 }, urgent: false, isPublic: true },
  other: { limit: { workingDays: 7 }, urgent: false, isPublic: true },
}

/** The instant (ms) by which a report filed at `filedAt` is due. */
export function dueAt(kind: ReportKind, filedAt: number): number {
  const { limit } = kindRules[kind]
  return 'hours' in limit ? filedAt + limit.hours * HOUR_MS : addWorkingDays(filedAt, limit.workingDays)
}

export const reportStates = [
  'filed',
  'accepted',
  'assigned',
  'working',
  'resolved',
  'closed',
  'declined',
  'merged',
  'withdrawn',
] as const
export type ReportState = (typeof reportStates)[number]

/** Somebody still has to do something about it. */
export const openStates = ['filed', 'accepted', 'assigned', 'working'] as const satisfies ReportState[]
export const isOpen = (state: ReportState): boolean => (openStates as readonly ReportState[]).includes(state)

export type MoveBy = 'reporter' | 'staff' | 'unit' | 'system'
/** What a move must bring along. */
export type MoveNeeds = 'words' | 'unit' | 'area' | 'report' | 'photo'
export interface Move {
  readonly from: readonly ReportState[]
  readonly to: ReportState
  readonly by: MoveBy
  readonly needs: readonly MoveNeeds[]
}

/** The whole life of a report. The desk draws its buttons from this table; the server allows nothing else. */
export const moves: readonly Move[] = [
  { from: ['filed'], to: 'filed', by: 'staff', needs: ['area'] }, // Passed on to the area it belongs to.
  { from: ['filed'], to: 'accepted', by: 'staff', needs: [] },
  { from: ['filed'], to: 'declined', by: 'staff', needs: ['words'] },
  { from: ['filed', 'accepted'], to: 'merged', by: 'staff', needs: ['report'] },
  { from: ['accepted', 'assigned'], to: 'assigned', by: 'staff', needs: ['unit'] },
  { from: ['accepted'], to: 'resolved', by: 'staff', needs: ['words', 'photo'] },
  { from: ['assigned'], to: 'working', by: 'unit', needs: [] },
  // Handed back: not theirs to settle.
  { from: ['assigned', 'working'], to: 'accepted', by: 'unit', needs: ['words'] },
  { from: ['assigned', 'working'], to: 'resolved', by: 'unit', needs: ['words', 'photo'] },
  { from: ['filed', 'accepted'], to: 'withdrawn', by: 'reporter', needs: [] },
  { from: ['resolved'], to: 'closed', by: 'reporter', needs: [] }, // Rated, and fixed.
  // Not fixed: opened again, with no unit.
  { from: ['resolved'], to: 'accepted', by: 'reporter', needs: ['words'] },
  // Not fixed: back to the unit that settled it.
  { from: ['resolved'], to: 'assigned', by: 'reporter', needs: ['words'] },
  { from: ['resolved'], to: 'closed', by: 'system', needs: [] }, // Nobody said otherwise in time.
]

/** The moves someone may make from a state. */
export const movesFrom = (state: ReportState, by: MoveBy): Move[] =>
  moves.filter(move => move.by === by && move.from.includes(state))

export function refuseMove(from: ReportState, to: ReportState, by: MoveBy): Refusal | null {
  return movesFrom(from, by).some(move => move.to === to)
    ? null
    : { code: 'reports.moveNotAllowed', from, to }
}

/** States in which staff may still ask the reporter something. */
export const askableStates = ['filed', 'accepted'] as const satisfies ReportState[]
/** States in which the reporter may still mend the words, the kind or the place. */
export const amendableStates = ['filed'] as const satisfies ReportState[]

/** How long after it was settled the reporter may rate it; then it closes by itself. */
export const RATING_WINDOW_MS = 14 * 24 * HOUR_MS
/** Two reports of a kind nearer than this are probably of one thing. */
export const NEARBY_M = 50
/**
 * A phone whose clock is off by more than this (ms) is marked for the desk; the time is corrected all the
 * same.
 */
export const CLOCK_SKEW_MARKED_MS = 5 * 60_000

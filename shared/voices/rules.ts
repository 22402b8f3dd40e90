import type { Move } from '#shared/kernel/moves.ts'
import { isWithin } from '#shared/identity/roles.ts'

export const voiceKinds = ['wish', 'opinion', 'question', 'complaint', 'praise'] as const
export type VoiceKind = (typeof voiceKinds)[number]

interface KindRule {
  /** Everybody may read and support it; otherwise only its author and the desk read it. */
  readonly isPublic: boolean
  /** Handled by the city instead of the area's staff, whom it may be about. */
  readonly isForCity: boolean
  /** Working days until it must be answered; null if only a promise sets a day. */
  readonly answerDays: number | null
}
export const voiceKindRules: Record<VoiceKind, KindRule> = {
  wish: { isPublic: true, isForCity: false, answerDays: null },
  opinion: { isPublic: true, isForCity: false, answerDays: null },
  question: { isPublic: true, isForCity: false, answerDays: null },
  complaint: { isPublic: false, isForCity: true, answerDays: 15 },
  praise: { isPublic: false, isForCity: true, answerDays: null },
}
export const publicKinds = voiceKinds.filter(kind => voiceKindRules[kind].isPublic)

export const voiceStates = [
  'open',
  'promised',
  'answered',
  'done',
  'judged',
  'declined',
  'merged',
  'hidden',
] as const
export type VoiceState = (typeof voiceStates)[number]
/** States in which more is to come, so that others may support it. */
export const openVoiceStates = ['open', 'promised', 'answered'] as const satisfies VoiceState[]
export const isOpenVoice = (state: VoiceState): boolean =>
  (openVoiceStates as readonly VoiceState[]).includes(state)
/** States in which it is closed. */
export const overVoiceStates = ['done', 'judged', 'declined'] as const satisfies VoiceState[]

/** Who moves a voice; `lead`: whoever leads the team of its talk; `asked`: its author and supporters. */
export type VoicePart = 'staff' | 'unit' | 'lead' | 'asked' | 'system'
export type VoiceStep =
  | 'promised'
  | 'changed' // Another unit or another day was named.
  | 'reached' // The number of supporters made the promise.
  | 'answered'
  | 'done'
  | 'declined'
  | 'judged'
  | 'saidDone' // Author or supporter wrote about the work, without moving the voice.
  | 'saidUndone'
  | 'reopened'
  | 'merged'
  | 'unmerged'
  | 'absorbed' // Another voice was merged into it.
  | 'hidden'
  | 'shown'
  | 'appealed'
  | 'upheld'
  | 'linked'
  | 'unlinked'
type VoiceMove = Move<VoiceState, VoicePart, VoiceStep>

const desk = ['staff', 'unit'] as const
const answersBy = (by: 'staff' | 'unit'): VoiceMove[] => {
  // A unit can only answer after it was named.
  const from = by === 'staff' ? openVoiceStates : (['promised', 'answered'] as const)
  return [
    { from, to: 'answered', by, step: 'answered' },
    { from, to: 'done', by, step: 'done' },
  ]
}
const shown = voiceStates.filter(state => state !== 'merged' && state !== 'hidden')
/** The table of moves: who may move a voice from which states to which. */
export const voiceMoves: readonly VoiceMove[] = [
  { from: ['open'], to: 'promised', by: 'staff', step: 'promised' },
  { from: ['promised', 'answered'], to: 'promised', by: 'staff', step: 'changed' },
  { from: ['open'], to: 'promised', by: 'system', step: 'reached' },
  ...desk.flatMap(answersBy),
  { from: openVoiceStates, to: 'answered', by: 'lead', step: 'answered' },
  { from: openVoiceStates, to: 'declined', by: 'staff', step: 'declined' },
  { from: ['done'], to: 'judged', by: 'asked', step: 'judged' },
  { from: ['done', 'judged'], to: 'promised', by: 'asked', step: 'reopened' },
  { from: ['open'], to: 'merged', by: 'staff', step: 'merged' },
  { from: ['merged'], to: 'open', by: 'staff', step: 'unmerged' },
  { from: shown, to: 'hidden', by: 'staff', step: 'hidden' },
  ...shown.map((to): VoiceMove => ({ from: ['hidden'], to, by: 'staff', step: 'shown' })),
  { from: ['declined'], to: 'open', by: 'staff', step: 'shown' },
]

/** Why a voice is hidden. */
export const hideReasons = ['privacy', 'insult', 'advert', 'illegal', 'offTopic'] as const
export type HideReason = (typeof hideReasons)[number]

/** Working days for an answer promised by the number of supporters, and for choosing its unit. */
export const REACHED_DAYS = 10
export const CHOOSE_DAYS = 2
/** How many judgements “not done” bring a voice back to the desk, once. */
export const NOT_DONE = 2

interface Threshold { readonly areaId: string, readonly supporters: number }
/** So many make a promise where nothing is ruled. */
export const SUPPORTERS_USUAL = 20
/** How many supporters make a promise in an area, by the rule for the smallest area around it. */
export function thresholdIn(rules: readonly Threshold[], areaId: string): number {
  const [nearest] = rules
    .filter(one => isWithin(areaId, one.areaId))
    .sort((a, b) => b.areaId.length - a.areaId.length)
  return nearest?.supporters ?? SUPPORTERS_USUAL
}

/** Whether the day promised first passed before an answer came. Moving the day later excuses nothing. */
export const isLate = (
  { promisedAt, metAt }: { readonly promisedAt: number | null, readonly metAt: number | null },
  now: number,
): boolean => promisedAt !== null && promisedAt < (metAt ?? now)

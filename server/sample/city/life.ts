import type { ReportState, ReportStep } from '#shared/reports/rules.ts'
import type { SampleUnit } from '../people.ts'
import type { Random } from '../random.ts'
import type { SampleReport } from '../reports.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { kindRules, RATING_WINDOW_MS } from '#shared/reports/rules.ts'
import { HOUR_MS, MINUTE_MS, weighted } from './rows.ts'

/**
 * A planned event of a report, which happens if its time comes. `to`: the state after it, if it moves the
 * report.
 */
export interface Planned {
  readonly at: number
  readonly step: ReportStep
  readonly part: 'reporter' | 'staff' | 'unit' | 'system'
  readonly to?: ReportState
  /** The unit that acts, or to which the report is assigned. */
  readonly unit?: SampleUnit
  readonly words?: string
  readonly score?: number | null
}

const fates = ['settled', 'declined', 'unable', 'withdrawn', 'merged'] as const
export type Fate = (typeof fates)[number]
const fateWeights = [848, 72, 16, 20, 44] as const
export const drawFate = (random: Random): Fate => fates[weighted(random, fateWeights)]!

/** A random time, log-normal (e^x for a normal x): many short ones around the middle, and a few long ones. */
function around(random: Random, middle: number, spread: number): number {
  const normal = Array.from({ length: 12 }, () => random.between(0, 1)).reduce((sum, each) => sum + each, -6)
  return middle * Math.exp(normal * spread)
}

/** When staff first look at it: at urgent ones at once, at the others when the desk is open. */
function answeredAt(random: Random, filedAt: number, isUrgent: boolean): number {
  if (isUrgent) return filedAt + around(random, 14 * MINUTE_MS, 0.7)
  const at = filedAt + around(random, 2.5 * HOUR_MS, 0.9)
  const day = startOfDay(dayOf(at))
  const hour = (at - day) / HOUR_MS
  const opens = day + 8.5 * HOUR_MS + around(random, 40 * MINUTE_MS, 0.6)
  return hour < 8.5 ? opens : hour > 20 ? opens + DAY_MS : at
}

export interface Beginning {
  readonly template: SampleReport
  readonly filedAt: number
  readonly dueAt: number
  readonly fate: Fate
}

/** All events of a report after it was filed, in order. */
export function planLife(random: Random, beginning: Beginning): Planned[] {
  const { template: { kind }, filedAt, fate } = beginning
  const answered = answeredAt(random, filedAt, kindRules[kind].urgent)
  if (fate === 'withdrawn') {
    const at = filedAt + Math.min(answered - filedAt, around(random, HOUR_MS, 0.8)) * 0.9
    return [{ at, step: 'withdrawn', part: 'reporter', to: 'withdrawn' }]
  }
  if (fate === 'declined') {
    const words = '现场核实未发现问题，感谢留意。'
    return [{ at: answered, step: 'declined', part: 'staff', to: 'declined', words }]
  }
  if (fate === 'merged') return [{ at: answered, step: 'merged', part: 'staff', to: 'merged' }]
  const plans: Planned[] = []
  const accepted = random.between(0, 1) < 0.06 ? askFirst(random, plans, answered) : answered
  plans.push({ at: accepted, step: 'accepted', part: 'staff', to: 'accepted' })
  if (fate === 'unable') {
    const words = '这条线不归街道管，我们已转告并会继续催办。（责任单位：通信公司（示例））'
    const at = accepted + around(random, 5 * HOUR_MS, 0.5)
    return [...plans, { at, step: 'unable', part: 'staff', to: 'unable', words }]
  }
  return [...plans, ...planWork(random, beginning, accepted)]
}

function askFirst(random: Random, plans: Planned[], at: number): number {
  const answered = at + around(random, 3 * HOUR_MS, 0.5)
  plans.push({ at, step: 'asked', part: 'staff', words: '请问是在路的哪一侧？附近有门牌号吗？' })
  plans.push({ at: answered, step: 'answered', part: 'reporter', words: '在路的东侧，药店旁边。' })
  return answered + around(random, HOUR_MS, 0.5)
}

/** Ranges for the share of the time limit that the work takes: mostly in time, some late, some for weeks. */
const paces = [[0.2, 0.95], [1.02, 2], [4, 30]] as const
const paceWeights = [88, 8, 4] as const

const assigned = { step: 'assigned', part: 'staff', to: 'assigned', words: '请尽快到场处置。' } as const

/** Plans the events from acceptance to the last word of the reporter or of the clock. */
function planWork(random: Random, { template, filedAt, dueAt }: Beginning, accepted: number): Planned[] {
  const { unit, after, kind } = template
  const [least, most] = paces[weighted(random, paceWeights)]!
  const share = random.between(least, most)
  const done = Math.max(accepted + 20 * MINUTE_MS, filedAt + (dueAt - filedAt) * share)
  const along = (part: number) => accepted + (done - accepted) * part
  const plans: Planned[] = []
  if (kind === 'patrol') {
    plans.push({ at: done, step: 'resolved', part: 'staff', to: 'resolved', words: after })
    return [...plans, ...planRating(random, template, done, false)]
  }
  if (random.between(0, 1) < 0.035) {
    const other = unit === 'roads' ? 'cityCare' : 'roads'
    const words = '此处产权不属我单位，请转派。'
    plans.push({ at: along(0.05), unit: other, ...assigned })
    plans.push({ at: along(0.15), step: 'handedBack', part: 'unit', unit: other, to: 'accepted', words })
  }
  plans.push({ at: along(0.2), unit, ...assigned })
  plans.push({ at: along(0.35), step: 'working', part: 'unit', unit, to: 'working' })
  plans.push({ at: done, step: 'resolved', part: 'unit', unit, to: 'resolved', words: after })
  return [...plans, ...planRating(random, template, done, true)]
}

const scores = [null, 1, 2, 3, 4, 5] as const
const scoreWeights = [10, 2, 3, 9, 27, 49] as const

/** Plans the rating: more than half of the reporters rate, and few of these find it unchanged. */
function planRating(random: Random, template: SampleReport, done: number, mayReopen: boolean): Planned[] {
  const { unit, after } = template
  const at = done + around(random, 14 * HOUR_MS, 0.8)
  const isRated = random.between(0, 1) < 0.56 && at < done + RATING_WINDOW_MS
  if (isRated && mayReopen && random.between(0, 1) < 0.08) {
    const again = at + around(random, 26 * HOUR_MS, 0.5)
    return [
      { at, step: 'reopened', part: 'reporter', to: 'assigned', words: '只修了一半，边上还是松的。' },
      { at: at + (again - at) * 0.3, step: 'working', part: 'unit', unit, to: 'working' },
      { at: again, step: 'resolved', part: 'unit', unit, to: 'resolved', words: after },
      ...planRating(random, template, again, false),
    ]
  }
  if (isRated) {
    const score = scores[weighted(random, scoreWeights)]!
    return [{ at, step: 'closed', part: 'reporter', to: 'closed', score }]
  }
  return [{ at: done + RATING_WINDOW_MS + MINUTE_MS, step: 'closed', part: 'system', to: 'closed' }]
}

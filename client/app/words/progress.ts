import type { ReportState } from '#shared/reports/rules.ts'
import { stateNames } from './reports.ts'

/** The props of `ProgressDots`. */
export interface Progress { names: readonly string[], done: number, isStopped: boolean }

const steps = ['上报', '受理', '处理', '办结'] as const
const doneIn: Partial<Record<ReportState, number>> = {
  filed: 1,
  accepted: 2,
  assigned: 2,
  working: 2,
  resolved: 3,
  closed: 4,
}

/**
 * How far a report has come; one that was declined, merged or withdrawn ends at its second dot,
 * one that staff can't settle at its third.
 */
export function progressOf(state: ReportState): Progress {
  if (state === 'unable')
    return { names: [...steps.slice(0, 2), stateNames[state]], done: 2, isStopped: true }
  const done = doneIn[state]
  return done === undefined
    ? { names: [steps[0], stateNames[state]], done: 1, isStopped: true }
    : { names: steps, done, isStopped: false }
}

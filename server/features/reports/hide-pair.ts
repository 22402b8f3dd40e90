import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { ReportStep } from '#shared/reports/rules.ts'
import type { Report } from './report.ts'
import { Refused } from '#shared/refusal.ts'
import { mendedStates } from '#shared/reports/rules.ts'
import { reportToActOn } from './permissions.ts'
import { take } from './take.ts'

/**
 * Decides `reports.hidePair`: staff remove the photos of before and after from the public page, with a
 * reason.
 */
export const hidePair: Handler<'reports.hidePair'> = async (input, context) => {
  const { report } = await reportToActOn(context, input)
  if (report.pairHiddenAt !== null) throw new Refused({ code: 'reports.pairChanged' })
  await change(context, report, { step: 'pairHidden', at: context.now, reason: input.reason })
}

/** Decides `reports.showPair`: staff put them back. */
export const showPair: Handler<'reports.showPair'> = async (input, context) => {
  const { report } = await reportToActOn(context, input)
  if (report.pairHiddenAt === null) throw new Refused({ code: 'reports.pairChanged' })
  await change(context, report, { step: 'pairShown', at: null })
}

async function change(
  context: CommandContext,
  report: Report,
  { step, at, reason }: { step: ReportStep, at: number | null, reason?: string },
) {
  if (!mendedStates.includes(report.state)) throw new Refused({ code: 'reports.pairChanged' })
  await take(context, report, { step, by: 'staff', changes: { pairHiddenAt: at }, words: reason })
  context.nudge('*', 'reports.mended')
}

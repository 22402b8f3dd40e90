import type { CommandContext } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import { Refused } from '#shared/refusal.ts'
import { askableStates } from '#shared/reports/rules.ts'
import { reportToActOn } from './permissions.ts'
import { recordStep } from './record-step.ts'
import { changeReport } from './report.ts'
import { nudgeAbout, tell } from './tell.ts'

/** Staff ask the reporter something, one question at a time. */
export async function askReporter(
  { reportId, question }: CommandInput<'reports.ask'>,
  context: CommandContext,
): Promise<void> {
  const { report } = await reportToActOn(context, reportId)
  if (!(askableStates as readonly string[]).includes(report.state))
    throw new Refused({ code: 'reports.tooLateToChange', state: report.state })
  if (report.question !== null) throw new Refused({ code: 'reports.alreadyAsked' })
  await changeReport(context, report, {
    question,
    questionBy: context.actor.accountId,
    awaitsStaff: report.state === 'filed',
  })
  await recordStep(context, report, { step: 'asked', by: 'staff', words: question })
  await nudgeAbout(context, report)
  await tell(context, report.reporterId, 'reports.asked', report, { words: question })
}

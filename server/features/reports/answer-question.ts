import type { CommandContext } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import { Refused } from '#shared/refusal.ts'
import { recordStep } from './record-step.ts'
import { changeReport, findOwnReport } from './report.ts'
import { nudgeAbout, tell } from './tell.ts'

/** The reporter answers what was asked; the report goes back on top of the desk. */
export async function answerQuestion(
  { reportId, answer }: CommandInput<'reports.answer'>,
  context: CommandContext,
): Promise<void> {
  const report = await findOwnReport(context, reportId)
  if (report.question === null) throw new Refused({ code: 'reports.notAsked' })
  await changeReport(context, report, { question: null, questionBy: null, awaitsStaff: true })
  await recordStep(context, report, { step: 'answered', by: 'reporter', words: answer })
  await nudgeAbout(context, report)
  if (report.questionBy !== null)
    await tell(context, report.questionBy, 'reports.answered', report, { words: answer })
}

import type { CommandContext } from '#server/sync/context.ts'
import type { Report } from '../report.ts'
import { recordStep } from '../record-step.ts'
import { changeReport, moved } from '../report.ts'
import { nudgeAbout, tell } from '../tell.ts'

/** The unit sets to work. */
export async function startWork(context: CommandContext, report: Report): Promise<void> {
  const working = await changeReport(context, report, moved('working'))
  await recordStep(context, report, { step: 'working', by: 'unit' })
  await nudgeAbout(context, working)
  await tell(context, report.reporterId, 'reports.working', report)
}

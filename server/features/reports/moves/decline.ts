import type { CommandContext } from '#server/sync/context.ts'
import type { Report } from '../report.ts'
import { recordStep } from '../record-step.ts'
import { changeReport, moved } from '../report.ts'
import { followersOf, nudgeAbout, tell } from '../tell.ts'

/** Staff turn a report down, and say why. */
export async function decline(context: CommandContext, report: Report, words: string): Promise<void> {
  const declined = await changeReport(context, report, moved('declined'))
  await recordStep(context, report, { step: 'declined', by: 'staff', words })
  await nudgeAbout(context, declined)
  await tell(
    context,
    [report.reporterId, ...(await followersOf(context, report))],
    'reports.declined',
    report,
    { words },
  )
}

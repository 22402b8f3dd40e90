import type { CommandContext } from '#server/sync/context.ts'
import { Refused } from '#shared/refusal.ts'
import { refuseMove } from '#shared/reports/rules.ts'
import { recordStep } from './record-step.ts'
import { changeReport, findOwnReport, moved } from './report.ts'
import { followersOf, nudgeAbout, tell } from './tell.ts'

/** The reporter takes a report back before anyone was sent to it. */
export async function withdrawReport(
  { reportId }: { reportId: string },
  context: CommandContext,
): Promise<void> {
  const report = await findOwnReport(context, reportId)
  const refusal = refuseMove(report.state, 'withdrawn', 'reporter')
  if (refusal) throw new Refused(refusal)
  const withdrawn = await changeReport(context, report, moved('withdrawn'))
  await recordStep(context, report, { step: 'withdrawn', by: 'reporter' })
  await nudgeAbout(context, withdrawn)
  await tell(context, await followersOf(context, report), 'reports.withdrawn', report)
}

import type { CommandContext } from '#server/sync/context.ts'
import type { Report } from '../report.ts'
import { staffOver } from '#server/core/identity/index.ts'
import { Refused } from '#shared/refusal.ts'
import { recordStep } from '../record-step.ts'
import { changeReport, moved } from '../report.ts'
import { nudgeAbout, tell } from '../tell.ts'

/**
 * The unit gives a report back that isn't its own to settle, and says why; staff have to look at it again.
 */
export async function handBack(
  context: CommandContext,
  report: Report,
  words: string | undefined,
): Promise<void> {
  if (words === undefined) throw new Refused({ code: 'reports.wordsMissing' })
  const handedBack = await changeReport(context, report, {
    ...moved('accepted'),
    unitId: null,
    awaitsStaff: true,
  })
  await recordStep(context, report, { step: 'handedBack', by: 'unit', words })
  await nudgeAbout(context, handedBack)
  await tell(context, report.reporterId, 'reports.returned', report, { words })
  await tell(context, await staffOver(context.tx, report.areaId), 'reports.handedBack', report, { words })
}

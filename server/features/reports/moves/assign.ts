import type { CommandContext } from '#server/sync/context.ts'
import type { Report } from '../report.ts'
import { membersOf } from '#server/core/identity/index.ts'
import { Refused } from '#shared/refusal.ts'
import { recordStep } from '../record-step.ts'
import { changeReport, moved } from '../report.ts'
import { nudgeAbout, tell } from '../tell.ts'
import { unitsFor } from '../units-for.ts'

/** Staff send a report to a unit that works for its area, or to another one than before. */
export async function assign(
  context: CommandContext,
  report: Report,
  unitId: string,
  words: string | undefined,
): Promise<void> {
  const unit = (await unitsFor(context.tx, report)).find(({ id }) => id === unitId)
  if (!unit) throw new Refused({ code: 'reports.unitUnknown' })
  const assigned = await changeReport(context, report, { ...moved('assigned'), unitId })
  await recordStep(context, report, { step: 'assigned', by: 'staff', unitId, words })
  await nudgeAbout(context, assigned)
  await tell(context, report.reporterId, 'reports.assigned', report, { words: unit.name })
  await tell(context, await membersOf(context.tx, unitId), 'reports.yourTurn', report, { words })
}

import type { CommandContext } from '#server/sync/context.ts'
import type { Report } from '../report.ts'
import { areaExists, nameOfArea } from '#server/core/areas/index.ts'
import { staffOver } from '#server/core/identity/index.ts'
import { Refused } from '#shared/refusal.ts'
import { kindRules } from '#shared/reports/rules.ts'
import { recordStep } from '../record-step.ts'
import { changeReport } from '../report.ts'
import { nudgeAbout, tell } from '../tell.ts'

/** Staff pass a report on to the area it belongs to, also outside their own. */
export async function reroute(context: CommandContext, report: Report, areaId: string): Promise<void> {
  if (!areaExists(areaId)) throw new Refused({ code: 'identity.areaUnknown' })
  const rerouted = await changeReport(context, report, { areaId })
  const words = await nameOfArea(context.tx, areaId)
  await recordStep(context, report, { step: 'rerouted', by: 'staff', words })
  await nudgeAbout(context, rerouted)
  await tell(context, report.reporterId, 'reports.rerouted', report, { words })
  if (kindRules[report.kind].urgent)
    await tell(context, await staffOver(context.tx, areaId), 'reports.urgent', report)
}

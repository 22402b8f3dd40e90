import type { CommandContext } from '#server/sync/context.ts'
import type { MoveReport } from '#shared/reports/schemas.ts'
import { Refused } from '#shared/refusal.ts'
import { refuseMove } from '#shared/reports/rules.ts'
import { accept } from './moves/accept.ts'
import { assign } from './moves/assign.ts'
import { decline } from './moves/decline.ts'
import { handBack } from './moves/hand-back.ts'
import { merge } from './moves/merge.ts'
import { reroute } from './moves/reroute.ts'
import { startWork } from './moves/start-work.ts'
import { reportToActOn } from './permissions.ts'

/** Staff and units move a report along the table in `shared/reports/rules.ts`. */
export async function moveReport(input: MoveReport, context: CommandContext): Promise<void> {
  const { report, by } = await reportToActOn(context, input.reportId)
  const refusal = refuseMove(report.state, input.to, by)
  if (refusal) throw new Refused(refusal)

  switch (input.to) {
    case 'filed': return await reroute(context, report, input.areaId)
    case 'accepted': return await (by === 'unit' ? handBack : accept)(context, report, input.words)
    case 'declined': return await decline(context, report, input.words)
    case 'merged': return await merge(context, report, input.into)
    case 'assigned': return await assign(context, report, input.unitId, input.words)
    case 'working': return await startWork(context, report)
  }
}

import type { CommandContext } from '#server/sync/context.ts'
import type { Report } from '../report.ts'
import { award } from '#server/core/points/index.ts'
import { creditDay, reportAwards } from '#shared/points/rules.ts'
import { recordStep } from '../record-step.ts'
import { changeReport, moved } from '../report.ts'
import { nudgeAbout, tell } from '../tell.ts'

/**
 * Staff take a report up; its reporter gets the points of its kind, once. Past the day's cap it is accepted
 * all the same.
 */
export async function accept(
  context: CommandContext,
  report: Report,
  words: string | undefined,
): Promise<void> {
  // Asked something still, the reporter may answer an accepted report too.
  const { question, questionBy } = report
  const accepted = await changeReport(context, report, { ...moved('accepted'), question, questionBy })
  await recordStep(context, report, { step: 'accepted', by: 'staff', words })
  await nudgeAbout(context, accepted)
  await tell(context, report.reporterId, 'reports.accepted', report, { words })
  await awardReporter(context, accepted)
}

/** Credits the day on which it was seen, which may be before it was sent. */
async function awardReporter(context: CommandContext, report: Report) {
  const { points, cap } = reportAwards[report.kind]
  const outcome = await award(context, {
    accountId: report.reporterId,
    amount: points,
    cap,
    reason: 'reports.accepted',
    ref: report.id,
    note: `#${report.number}`,
    occurredOn: creditDay(report.seenAt, report.filedAt),
    approverId: context.actor.accountId,
  })
  if (outcome === 'awarded') await tell(context, report.reporterId, 'points.awarded', report, { points })
  if (outcome === 'capped') await tell(context, report.reporterId, 'points.capped', report, { points })
}

import type { CommandContext } from '#server/sync/context.ts'
import type { Report } from './report.ts'
import { notify } from '#server/core/notices/index.ts'
import { award } from '#server/core/points/index.ts'
import { capOf, creditDay } from '#shared/points/rules.ts'
import { moved } from './report.ts'
import { take } from './take.ts'

/** Staff accept a report, and its reporter earns the points of its kind, once and up to the day's cap. */
export async function acceptReport(
  context: CommandContext,
  report: Report,
  note: string | undefined,
): Promise<void> {
  // The reporter may still answer an open question after the report was accepted.
  const { question, questionBy } = report
  const { changed } = await take(context, report, {
    step: 'accepted',
    by: 'staff',
    changes: { ...moved('accepted'), question, questionBy },
    words: note,
  })
  await awardReporter(context, changed)
}

/**
 * The points that a report earns its reporter if `acceptedBy` accepts it, by the ruling in force when it was
 * filed. Somebody who filed it for another person can't also award it.
 */
export function awardFor(
  { rulings }: Pick<CommandContext, 'rulings'>,
  { kind, filedAt, filedBy }: Pick<Report, 'kind' | 'filedAt' | 'filedBy'>,
  acceptedBy?: string,
): number {
  const mayBringNothing = filedBy !== null && (acceptedBy === undefined || acceptedBy === filedBy)
  return mayBringNothing ? 0 : rulings.heldAt('points', filedAt)[kind]
}

/** Awards the points and notifies the reporter. They count for the day on which the report was seen. */
async function awardReporter(context: CommandContext, report: Report) {
  const points = awardFor(context, report, context.actor.accountId)
  if (points === 0) return
  const outcome = await award(context, {
    accountId: report.reporterId,
    amount: points,
    cap: capOf(report.kind),
    reason: 'reports.accepted',
    ref: report.id,
    note: `#${report.number}`,
    occurredOn: creditDay(report.seenAt, report.filedAt),
    approverId: context.actor.accountId,
  })
  const notice = { ref: report.id, number: report.number, points }
  if (outcome === 'awarded') await notify(context, report.reporterId, { kind: 'points.awarded', ...notice })
  if (outcome === 'capped') await notify(context, report.reporterId, { kind: 'points.capped', ...notice })
}

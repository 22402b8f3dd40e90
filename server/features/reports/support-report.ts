import type { Reader } from '#server/database/database.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { Report } from './report.ts'
import { insertOnce } from '#server/database/rows.ts'
import { Refused } from '#shared/refusal.ts'
import { isOpen, kindRules, openStates } from '#shared/reports/rules.ts'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { nudgeAbout } from './notify-about.ts'
import { findReport } from './report.ts'
import { reports, reportSupporters } from './tables.ts'

/**
 * Decides `reports.support` (我也看到了): supports and follows an open report; a second time changes nothing. If
 * the report was merged meanwhile, the support goes to the report that took it in.
 */
export const supportReport: Handler<'reports.support'> = async ({ reportId }, context) => {
  const report = await endOfMerges(context.tx, await findReport(context.tx, reportId))
  if (report.reporterId === context.actor.accountId) throw new Refused({ code: 'reports.ownReport' })
  if (!kindRules[report.kind].isPublic) throw new Refused({ code: 'reports.unknown' })
  if (!isOpen(report.state)) throw new Refused({ code: 'reports.tooLateToChange', state: report.state })
  if (await addSupporters(context, report, [context.actor.accountId])) await nudgeAbout(context, report)
  else await followOnOwn(context, report)
}

/** Somebody who follows by a merge and then supports the report too stays when the merge is undone. */
const followOnOwn = async ({ tx, actor }: CommandContext, { id }: Report) =>
  await tx
    .update(reportSupporters)
    .set({ byMerge: false })
    .where(and(
      eq(reportSupporters.reportId, id),
      eq(reportSupporters.accountId, actor.accountId),
      eq(reportSupporters.byMerge, true),
    ))

/** The report that took in all that this one was merged into, one after the other; else itself. */
export async function endOfMerges(read: Reader, report: Report): Promise<Report> {
  let end = report
  // Merges make no ring today, but an old release may have left one.
  const passed = new Set([report.id])
  while (end.mergedInto !== null && !passed.has(end.mergedInto)) {
    end = await findReport(read, end.mergedInto)
    passed.add(end.id)
  }
  return end
}

/**
 * Adds followers to an open report, `byMerge` if they come from a merged one; returns how many are new.
 * Refuses if it was closed meanwhile.
 */
export async function addSupporters(
  { tx, now }: CommandContext,
  { id, state }: Report,
  accountIds: string[],
  byMerge = false,
): Promise<number> {
  if (accountIds.length === 0) return 0
  const rows = accountIds.map(accountId => ({ reportId: id, accountId, at: now, byMerge }))
  const added = await insertOnce(tx, reportSupporters, rows)
  if (added === 0) return 0
  const counted = await tx
    .update(reports)
    .set({ supporters: sql`${reports.supporters} + ${added}` })
    .where(and(eq(reports.id, id), inArray(reports.state, [...openStates])))
    .returning({ id: reports.id })
  if (counted.length === 0) throw new Refused({ code: 'reports.tooLateToChange', state })
  return added
}

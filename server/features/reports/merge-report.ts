import type { CommandContext } from '#server/sync/context.ts'
import type { Report } from './report.ts'
import { findAccount } from '#server/core/identity/index.ts'
import { Refused } from '#shared/refusal.ts'
import { isOpen, kindRules } from '#shared/reports/rules.ts'
import { followersOf } from './notify-about.ts'
import { deskPart, isOwn } from './permissions.ts'
import { lockReports, moved } from './report.ts'
import { addSupporters } from './support-report.ts'
import { take } from './take.ts'

/** Merges a report into another about the same thing; its reporter and followers then follow that one. */
export async function mergeReport(context: CommandContext, report: Report, into: string): Promise<void> {
  const target = await findTarget(context, report, into)
  const joining = (await peopleOf(context, report)).filter(accountId => accountId !== target.reporterId)
  await take(context, report, {
    step: 'merged',
    by: 'staff',
    changes: { ...moved('merged'), mergedInto: target.id },
    words: `#${target.number}`,
  })
  await addSupporters(context, target, joining, true)
  await take(context, target, { step: 'absorbed', by: 'staff', words: `#${report.number}` })
}

/** The people who follow the target now: the reporter, unless erased or nobody, and the followers. */
async function peopleOf(context: CommandContext, report: Report): Promise<string[]> {
  const reporter = await findAccount(context.tx, report.reporterId)
  const reporters = reporter?.deletedAt === null ? [reporter.id] : []
  return [...new Set([...reporters, ...await followersOf(context, report)])]
}

/**
 * The report to merge into: open, public, and one the same staff may act on. Both are locked by now; of two
 * that are merged into each other at once, the second finds its target merged.
 */
async function findTarget(context: CommandContext, report: Report, into: string): Promise<Report> {
  const { tx, actor } = context
  const [target] = await lockReports(context, [into])
  if (
    !target
    || target.id === report.id
    || !isOpen(target.state)
    || !kindRules[target.kind].isPublic
    || deskPart(actor, target) === null
  ) {
    throw new Refused({ code: 'reports.mergeTarget' })
  }
  if (await isOwn(tx, actor.accountId, target)) throw new Refused({ code: 'reports.ownReport' })
  return target
}

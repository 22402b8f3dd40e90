import type { CommandContext } from '#server/sync/context.ts'
import type { Report } from '../report.ts'
import { Refused } from '#shared/refusal.ts'
import { isOpen, kindRules } from '#shared/reports/rules.ts'
import { isOwn } from '../own.ts'
import { deskPart } from '../permissions.ts'
import { recordStep } from '../record-step.ts'
import { changeReport, holdReports, moved } from '../report.ts'
import { addSupporters } from '../support-report.ts'
import { followersOf, nudgeAbout, tell } from '../tell.ts'

/**
 * Staff put a report into another of the same thing, whose reporter it joins as a follower, with those who
 * followed it. The other's reporter hears nothing: theirs goes on as it was.
 */
export async function merge(context: CommandContext, report: Report, into: string): Promise<void> {
  const target = await targetOf(context, report, into)
  const followers = await followersOf(context, report)
  const joining = [report.reporterId, ...followers].filter(accountId => accountId !== target.reporterId)

  const merged = await changeReport(context, report, { ...moved('merged'), mergedInto: target.id })
  await addSupporters(context, target, joining)
  await recordStep(context, report, { step: 'merged', by: 'staff', words: `#${target.number}` })
  await recordStep(context, target, { step: 'absorbed', by: 'staff', words: `#${report.number}` })
  await nudgeAbout(context, merged)
  await nudgeAbout(context, target)
  await tell(context, [report.reporterId, ...followers], 'reports.merged', report, {
    words: `#${target.number}`,
  })
}

/**
 * An open report that the same staff may act on. A security lead takes in no other: its reporter would be
 * joined by strangers.
 * Both are held from here on: of two merged into each other at once, the second finds its target merged.
 */
async function targetOf(context: CommandContext, report: Report, into: string): Promise<Report> {
  const { tx, actor } = context
  const target = (await holdReports(context, [report.id, into])).find(({ id }) => id === into)
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

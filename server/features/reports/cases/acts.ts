import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { Report } from '../report.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, isNull } from 'drizzle-orm'
import { requireLastStep } from '../last-step.ts'
import { handBack, startWork } from '../move-report.ts'
import { lockReports, requireMove } from '../report.ts'
import { settleReport } from '../resolve-report.ts'
import { caseLinks } from '../tables.ts'
import { findLink, overBy } from './links.ts'

/** The link's report, locked, if the link is still valid. Refuses if there is a newer step than `seen`. */
async function caseToActOn(context: CommandContext, seen?: string): Promise<Report> {
  const { tx, actor: { link: held }, now } = context
  if (!held) throw new Refused({ code: 'command.notForYourRole' })
  const [report] = await lockReports(context, [held.ref])
  const found = await findLink(tx, held.id)
  if (!report || !found) throw new Refused({ code: 'reports.unknown' })
  const over = overBy(found, now)
  if (over) throw new Refused({ code: 'cases.over', why: over })
  if (seen !== undefined) await requireLastStep(context, { reportId: report.id, seen })
  return report
}

/** Decides `cases.open`: notes that the link was opened, not by whom. */
export const openCase: Handler<'cases.open'> = async (_, context) => {
  await caseToActOn(context)
  const { tx, actor, now, nudge } = context
  const isFirst = and(eq(caseLinks.id, actor.link!.id), isNull(caseLinks.openedAt))
  await tx.update(caseLinks).set({ openedAt: now }).where(isFirst)
  nudge('*', 'cases.ofReport')
}

/** Decides `cases.accept`: the unit begins its work. */
export const acceptCase: Handler<'cases.accept'> = async ({ seen }, context) => {
  const report = await caseToActOn(context, seen)
  requireMove(report.state, 'working', 'unit')
  await startWork(context, report)
}

/** Decides `cases.handBack`: the unit is not responsible for the report. The link ends with it. */
export const handBackCase: Handler<'cases.handBack'> = async ({ seen, words }, context) => {
  const report = await caseToActOn(context, seen)
  requireMove(report.state, 'accepted', 'unit')
  await handBack(context, report, words)
}

/** Decides `cases.resolve`: the work is done, with photos of the result. The link ends with it. */
export const resolveCase: Handler<'cases.resolve'> = async ({ seen, words, photos }, context) => {
  const report = await caseToActOn(context, seen)
  await settleReport(context, { report, by: 'unit' }, { words, photos })
}

import type { City } from '#server/city.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { Report } from '../report.ts'
import { units } from '#server/core/identity/index.ts'
import { Refused } from '#shared/refusal.ts'
import { caseUrl } from '#shared/reports/case-schemas.ts'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { reportAtDesk } from '../permissions.ts'
import { lockReports } from '../report.ts'
import { caseLinks } from '../tables.ts'
import { endLink, findLink, makeLink, openLinkOf, overBy, secretOf, workingUnit } from './links.ts'

/** The report, locked, if its open link is still the one that the actor saw. */
async function reportWithLink(
  context: CommandContext,
  { reportId, linkId }: { readonly reportId: string, readonly linkId: string | null },
): Promise<Report> {
  await lockReports(context, [reportId])
  const { report } = await reportAtDesk(context, { reportId, as: 'staff' })
  if ((await openLinkOf(context.tx, reportId))?.id !== (linkId ?? undefined))
    throw new Refused({ code: 'cases.changed' })
  return report
}

/** Decides `cases.renew`: makes a new link for the report's unit and ends the former one. */
export const renewCase: Handler<'cases.renew'> = async (input, context) => {
  const report = await reportWithLink(context, input)
  const unitId = workingUnit(report)
  const [unit] = await context.tx.select().from(units).where(eq(units.id, unitId ?? ''))
  if (!unit?.worksByLink) throw new Refused({ code: 'cases.notByLink' })
  await endLink(context, report.id, 'renewed')
  await makeLink(context, report)
  noteOf(context, report, `给${unit.name}换了新的工单链接`)
}

/** Decides `cases.revoke`: ends the link; the report stays with the unit. */
export const revokeCase: Handler<'cases.revoke'> = async (input, context) => {
  const report = await reportWithLink(context, input)
  await endLink(context, report.id, 'revoked')
  noteOf(context, report, '收回工单链接')
}

function noteOf({ about, nudge }: CommandContext, { id, areaId }: Report, reason: string): void {
  about({ kind: 'report', ref: id, areaId, reason })
  nudge('*', 'cases.ofReport')
}

const SENT_A_ROUND = 20

/**
 * Sends links to the numbers of their units, each at most once even when several processes run. The desk
 * shows which ones the SMS gateway refused. Returns how many it took.
 */
export async function sendCaseLinks({ database, settings, sms, clock, changes, log }: City): Promise<number> {
  const due = await database.read
    .select({ id: caseLinks.id, phone: units.linkPhone })
    .from(caseLinks)
    .innerJoin(units, eq(units.id, caseLinks.unitId))
    .where(eq(caseLinks.message, 'waiting'))
    .orderBy(asc(caseLinks.madeAt))
    .limit(SENT_A_ROUND)
  let sent = 0
  for (const { id, phone } of due) {
    const isClaimed = await claim(database, id, clock(), phone !== null && sms.sendLink !== undefined)
    if (!isClaimed) continue
    const message = await sms.sendLink!(phone!, caseUrl(settings.publicUrl, secretOf(id))).then(
      () => 'sent' as const,
      (error: unknown) => {
        log.warn({ err: error }, 'the message with a case link was not taken')
        return 'failed' as const
      },
    )
    if (message === 'sent') sent++
    const sentAt = message === 'sent' ? clock() : null
    await database.transact(async tx =>
      void await tx.update(caseLinks).set({ message, sentAt }).where(eq(caseLinks.id, id)))
  }
  if (due.length > 0) await changes.publish([{ to: '*', names: ['cases.ofReport'] }])
  return sent
}

/** Marks a link as being sent; false if another process did, or if there is nothing to send. */
async function claim(
  database: City['database'],
  id: string,
  now: number,
  maySend: boolean,
): Promise<boolean> {
  return await database.transact(async (tx) => {
    const found = await findLink(tx, id)
    const isGood = maySend && found !== undefined && overBy(found, now) === undefined
    const claimed = await tx
      .update(caseLinks)
      .set({ message: isGood ? 'sending' : 'none' })
      .where(and(eq(caseLinks.id, id), eq(caseLinks.message, 'waiting')))
      .returning({ id: caseLinks.id })
    return isGood && claimed.length > 0
  })
}

/** Deletes the links of reports whose personal data is deleted. */
export const forgetLinks = async ({ tx }: CommandContext, reportIds: readonly string[]): Promise<void> =>
  void await tx.delete(caseLinks).where(inArray(caseLinks.reportId, [...reportIds]))

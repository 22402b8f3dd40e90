import type { Reader } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { Actor, CommandContext } from '#server/sync/context.ts'
import type { Report } from './report.ts'
import { sentAmong } from '#server/core/media/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { isWithin } from '#shared/identity/roles.ts'
import { Refused } from '#shared/refusal.ts'
import { kindRules } from '#shared/reports/rules.ts'
import { and, eq, inArray } from 'drizzle-orm'
import { requireLastStep } from './last-step.ts'
import { findReport } from './report.ts'
import { reportPhotos } from './tables.ts'

export type DeskPart = 'staff' | 'unit'

/** How somebody may act on a report: as staff of its area, as the unit it was sent to, or not at all. */
export function deskPart(
  { role, areaId, unitId }: Actor,
  report: Pick<Report, 'areaId' | 'unitId'>,
): DeskPart | null {
  if ((role === 'staff' || role === 'admin') && areaId !== null && isWithin(report.areaId, areaId))
    return 'staff'
  return role === 'unit' && unitId !== null && report.unitId === unitId ? 'unit' : null
}

/**
 * The report, and the part in which this person may act on it; refuses where there is none, and where a step
 * was taken after the one that was seen.
 */
export async function reportToActOn(
  context: CommandContext,
  decided: { readonly reportId: string, readonly seen?: string | undefined },
): Promise<{ report: Report, by: DeskPart }> {
  const { tx, actor } = context
  const { reportId } = decided
  const report = await findReport(tx, reportId)
  if (await isOwn(tx, actor.accountId, report)) throw new Refused({ code: 'reports.ownReport' })
  const by = deskPart(actor, report)
  // Of a report that isn't public, nobody else learns even that it exists.
  if (by === null)
    throw new Refused({ code: kindRules[report.kind].isPublic ? 'command.notYourArea' : 'reports.unknown' })
  await requireLastStep(context, decided)
  return { report, by }
}

type Filed = Pick<Report, 'id' | 'reporterId'>

/** Those of these reports that somebody filed, or whose photos they sent: nobody acts on their own report. */
export async function ownAmong(read: Reader, accountId: string, reports: Filed[]): Promise<Set<string>> {
  const own = new Set(reports.filter(({ reporterId }) => reporterId === accountId).map(({ id }) => id))
  const others = reports.filter(({ id }) => !own.has(id)).map(({ id }) => id)
  if (others.length === 0) return own
  const filedWith = await read
    .select({ id: reportPhotos.reportId, hash: reportPhotos.hash })
    .from(reportPhotos)
    .where(and(inArray(reportPhotos.reportId, others), eq(reportPhotos.part, 'before')))
  const sent = await sentAmong(read, accountId, filedWith.map(({ hash }) => hash))
  for (const { id, hash } of filedWith) {
    if (sent.has(hash)) own.add(id)
  }
  return own
}

const findFiledWith = prepared((read: Reader, { reportId }: Slots<{ reportId: string }>) =>
  read
    .select({ hash: reportPhotos.hash })
    .from(reportPhotos)
    .where(and(eq(reportPhotos.reportId, reportId), eq(reportPhotos.part, 'before')))
    .prepare('find_filed_with'),
)

/** True when somebody filed this report or sent one of the photos it was filed with. */
export async function isOwn(read: Reader, accountId: string, { id, reporterId }: Filed): Promise<boolean> {
  if (reporterId === accountId) return true
  const filedWith = await findFiledWith(read, { reportId: id })
  return (await sentAmong(read, accountId, filedWith.map(({ hash }) => hash))).size > 0
}

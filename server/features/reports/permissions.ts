import type { Reader } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { Actor, CommandContext } from '#server/sync/context.ts'
import type { Report } from './report.ts'
import { sentAmong } from '#server/core/media/index.ts'
import { areasOf, isInside, scopesOf } from '#server/core/posts/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { Refused } from '#shared/refusal.ts'
import { kindRules } from '#shared/reports/rules.ts'
import { and, eq, inArray } from 'drizzle-orm'
import { requireLastStep } from './last-step.ts'
import { findReport, lockReports } from './report.ts'
import { reportPhotos } from './tables.ts'

export type DeskPart = 'staff' | 'unit'

/**
 * The parts in which somebody may act on a report: as staff of its area, as the assigned unit, as both, or
 * none.
 */
export function deskParts(actor: Actor, { areaId, unitId }: Pick<Report, 'areaId' | 'unitId'>): DeskPart[] {
  const parts: DeskPart[] = []
  if (isInside(areaId, areasOf(actor))) parts.push('staff')
  if (unitId !== null && scopesOf(actor, 'unit').includes(unitId)) parts.push('unit')
  return parts
}

/** The chosen part, or the only one. With both, an app that sends no part acts as staff. */
export const deskPart = (
  actor: Actor,
  report: Pick<Report, 'areaId' | 'unitId'>,
  chosen?: DeskPart,
): DeskPart | null => {
  const parts = deskParts(actor, report)
  return (chosen === undefined ? parts[0] : parts.find(part => part === chosen)) ?? null
}

interface Meant {
  readonly reportId: string
  readonly as?: DeskPart | undefined
}
export interface AtDesk { readonly report: Report, readonly by: DeskPart }

/**
 * The report, locked, and the part in which the actor may act on it; refuses others, and if there is a newer
 * step than the one seen. Of two who act at once, the slower finds the other's step; `beside` are locked too.
 */
export async function reportToActOn(
  context: CommandContext,
  decided: Meant & { readonly seen?: string | undefined },
  beside: readonly string[] = [],
): Promise<AtDesk> {
  await lockReports(context, [decided.reportId, ...beside])
  const atDesk = await reportAtDesk(context, decided)
  await requireLastStep(context, decided)
  return atDesk
}

/** The same without the check of the last step, for acts that no step in between makes wrong. */
export async function reportAtDesk({ tx, actor }: CommandContext, { reportId, as }: Meant): Promise<AtDesk> {
  const report = await findReport(tx, reportId)
  if (await isOwn(tx, actor.accountId, report)) throw new Refused({ code: 'reports.ownReport' })
  const by = deskPart(actor, report, as)
  // A report that isn't public counts as unknown to everybody else.
  if (by === null)
    throw new Refused({ code: kindRules[report.kind].isPublic ? 'command.notYourArea' : 'reports.unknown' })
  return { report, by }
}

type Filed = Pick<Report, 'id' | 'reporterId' | 'filedBy'>

/**
 * The reports among these that somebody filed for themselves, or whose photos they sent: nobody acts on their
 * own report. A report that staff filed for somebody else, with photos of their own, belongs to that person.
 */
export async function ownAmong(read: Reader, accountId: string, reports: Filed[]): Promise<Set<string>> {
  const own = new Set(reports.filter(({ reporterId }) => reporterId === accountId).map(({ id }) => id))
  const others = reports
    .filter(({ id, filedBy }) => !own.has(id) && filedBy !== accountId)
    .map(({ id }) => id)
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

/** Whether one report is somebody's own, as `ownAmong` decides. */
export async function isOwn(
  read: Reader,
  accountId: string,
  { id, reporterId, filedBy }: Filed,
): Promise<boolean> {
  if (reporterId === accountId) return true
  if (filedBy === accountId) return false
  const filedWith = await findFiledWith(read, { reportId: id })
  return (await sentAmong(read, accountId, filedWith.map(({ hash }) => hash))).size > 0
}

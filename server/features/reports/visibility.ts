import type { Reader } from '#server/database/database.ts'
import type { Actor, CommandContext } from '#server/sync/context.ts'
import type { Brief } from './briefs.ts'
import type { DeskPart } from './permissions.ts'
import type { Report } from './report.ts'
import { Refused } from '#shared/refusal.ts'
import { isOpen, kindRules, wasAccepted } from '#shared/reports/rules.ts'
import { and, eq, inArray } from 'drizzle-orm'
import { deskPart } from './permissions.ts'
import { isInPublicPair } from './public-pair.ts'
import { findReport } from './report.ts'
import { reportPhotos, reports, reportSupporters } from './tables.ts'

/** What somebody may see of a report, and why. */
export interface Visibility {
  readonly isMine: boolean
  readonly supports: boolean
  readonly desk: DeskPart | null
  /** Reporter, follower or desk: they see it after it is over too. */
  readonly mayFollow: boolean
  readonly maySee: boolean
  /** Its words and photos too: of passers-by only once staff have accepted it. */
  readonly seesAll: boolean
}

/** Those of these reports that somebody supports. */
export async function supportedBy(
  read: Reader,
  accountId: string,
  reportIds: string[],
): Promise<ReadonlySet<string>> {
  if (reportIds.length === 0) return new Set()
  const rows = await read
    .select({ reportId: reportSupporters.reportId })
    .from(reportSupporters)
    .where(and(eq(reportSupporters.accountId, accountId), inArray(reportSupporters.reportId, reportIds)))
  return new Set(rows.map(({ reportId }) => reportId))
}

/**
 * What this person may see of a report. One that isn't public is for its reporter and the desk alone, even if
 * somebody followed it before its kind was changed.
 */
export function visibilityOf(
  actor: Actor,
  report: Pick<Report, 'reporterId' | 'kind' | 'state' | 'areaId' | 'unitId'>,
  supports: boolean,
): Visibility {
  const isMine = report.reporterId === actor.accountId
  const desk = deskPart(actor, report)
  const { isPublic } = kindRules[report.kind]
  const mayFollow = isMine || desk !== null || (supports && isPublic)
  return {
    isMine,
    supports,
    desk,
    mayFollow,
    maySee: mayFollow || (isPublic && isOpen(report.state)),
    seesAll: isMine || desk !== null || wasAccepted(report.state),
  }
}

/** What is left of a report for whoever may not read it: its kind, its age, and what has become of it. */
export const withoutWords = <Shown extends Brief>(report: Shown): Shown =>
  ({ ...report, text: '', spot: undefined, place: null, photo: null })

/** The report, for its own reporter only. */
export async function findOwnReport({ tx, actor }: CommandContext, reportId: string): Promise<Report> {
  const report = await findReport(tx, reportId)
  if (report.reporterId === actor.accountId) return report
  // Of a report that isn't public, others learn not even that it exists.
  const isKnown = kindRules[report.kind].isPublic || deskPart(actor, report) !== null
  throw new Refused({ code: isKnown ? 'reports.notYours' : 'reports.unknown' })
}

/**
 * True for whoever may read one of the reports that have this photo, and for everybody where `reports.mended`
 * shows it. A visitor sees no other, and whoever comes by a link those of its report alone.
 */
export async function maySeePhoto(read: Reader, actor: Actor, hash: string, now: number): Promise<boolean> {
  if (actor.link) return await isPhotoOf(read, actor.link.ref, hash)
  return (actor.role !== 'visitor' && await maySeeReportOf(read, actor, hash))
    || await isInPublicPair(read, hash, now)
}

const isPhotoOf = async (read: Reader, reportId: string, hash: string): Promise<boolean> =>
  await read.$count(reportPhotos, and(eq(reportPhotos.reportId, reportId), eq(reportPhotos.hash, hash))) > 0

async function maySeeReportOf(read: Reader, actor: Actor, hash: string): Promise<boolean> {
  const rows = await read
    .select({ report: reports })
    .from(reportPhotos)
    .innerJoin(reports, eq(reports.id, reportPhotos.reportId))
    .where(eq(reportPhotos.hash, hash))
  const supported = await supportedBy(read, actor.accountId, rows.map(({ report }) => report.id))
  return rows.some(({ report }) => {
    const { maySee, seesAll } = visibilityOf(actor, report, supported.has(report.id))
    return maySee && seesAll
  })
}

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
  /** The reporter, followers and the desk see it after it is closed too. */
  readonly mayFollow: boolean
  readonly maySee: boolean
  /** Whether words and photos are visible; to others only once staff have accepted the report. */
  readonly seesAll: boolean
}

/** The reports among these that somebody supports. */
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

/** A report for those who may not read it: its kind, its age, and its state. */
export const withoutWords = <Shown extends Brief>(report: Shown): Shown =>
  ({ ...report, text: '', spot: undefined, place: null, photo: null })

/** The report, for its own reporter only. */
export async function findOwnReport({ tx, actor }: CommandContext, reportId: string): Promise<Report> {
  const report = await findReport(tx, reportId)
  if (report.reporterId === actor.accountId) return report
  // A report that isn't public counts as unknown to others.
  const isKnown = kindRules[report.kind].isPublic || deskPart(actor, report) !== null
  throw new Refused({ code: isKnown ? 'reports.notYours' : 'reports.unknown' })
}

/**
 * True for people who may read a report with this photo, and for everybody if `reports.mended` shows it. A
 * visitor sees no others, and a link's bearer those of its report only.
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

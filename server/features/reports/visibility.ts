import type { Reader } from '#server/database/database.ts'
import type { Actor } from '#server/sync/context.ts'
import type { DeskPart } from './permissions.ts'
import type { Report } from './report.ts'
import { isOpen, kindRules } from '#shared/reports/rules.ts'
import { and, eq, inArray } from 'drizzle-orm'
import { deskPart } from './permissions.ts'
import { reportSupporters } from './tables.ts'

/** How somebody stands to a report, and so what they may see of it. */
export interface Sight {
  readonly isMine: boolean
  readonly supports: boolean
  readonly desk: DeskPart | null
  /** Reporter, follower or desk; a passer-by only sees what is open. */
  readonly mayFollow: boolean
  readonly maySee: boolean
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
 * A lead that isn't public is for its reporter and the desk alone, also where somebody followed it before it
 * became one.
 */
export function sightOf(
  actor: Actor,
  report: Pick<Report, 'reporterId' | 'kind' | 'state' | 'areaId' | 'unitId'>,
  supports: boolean,
): Sight {
  const isMine = report.reporterId === actor.accountId
  const desk = deskPart(actor, report)
  const { isPublic } = kindRules[report.kind]
  const mayFollow = isMine || desk !== null || (supports && isPublic)
  return { isMine, supports, desk, mayFollow, maySee: mayFollow || (isPublic && isOpen(report.state)) }
}

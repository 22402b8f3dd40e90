import type { QueryHandler } from '#server/sync/context.ts'
import { likenessesOf } from '#server/core/media/index.ts'
import { areaCodeLengths } from '#shared/areas/schemas.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { Refused } from '#shared/refusal.ts'
import { SIMILAR_DAYS, SIMILAR_MAX } from '#shared/reports/desk-schemas.ts'
import { and, desc, eq, gte, inArray, ne } from 'drizzle-orm'
import { briefsOf } from './briefs.ts'
import { deskParts } from './permissions.ts'
import { findReport } from './report.ts'
import { reportPhotos, reports } from './tables.ts'
import { visibilityOf } from './visibility.ts'

/**
 * Answers `desk.similar`: reports of the same district and the last ninety days with a photo that equals or
 * resembles one of this report's, most alike first, then newest. Only those that the actor may read.
 */
export const similarReports: QueryHandler<'desk.similar'> = async ({ reportId }, { read, actor, now }) => {
  const report = await findReport(read, reportId)
  if (!deskParts(actor, report).includes('staff')) throw new Refused({ code: 'reports.unknown' })
  const own = await read
    .select({ hash: reportPhotos.hash })
    .from(reportPhotos)
    .where(and(eq(reportPhotos.reportId, reportId), eq(reportPhotos.part, 'before')))
  const hashes = own.map(({ hash }) => hash)
  if (hashes.length === 0) return []
  const likenesses = await likenessesOf(read, hashes)
  const found = await read
    .select({ report: reports, hash: reportPhotos.hash })
    .from(reportPhotos)
    .innerJoin(reports, eq(reports.id, reportPhotos.reportId))
    .where(and(
      inArray(reportPhotos.hash, [...hashes, ...likenesses.keys()]),
      eq(reportPhotos.part, 'before'),
      ne(reports.id, reportId),
      ne(reports.state, 'withdrawn'),
      gte(reports.filedAt, now - SIMILAR_DAYS * DAY_MS),
    ))
    .orderBy(desc(reports.filedAt))
  const districtOf = ({ areaId }: { readonly areaId: string }) => areaId.slice(0, areaCodeLengths[1])
  const nearest = new Map<string, { report: (typeof found)[number]['report'], bits: number }>()
  for (const { report: other, hash } of found) {
    const bits = likenesses.get(hash) ?? 0
    const { maySee, seesAll } = visibilityOf(actor, other, false)
    const isMeant = districtOf(other) === districtOf(report) && maySee && seesAll
    const known = nearest.get(other.id)?.bits ?? Infinity
    if (isMeant && bits < known) nearest.set(other.id, { report: other, bits })
  }
  const shown = [...nearest.values()].sort((a, b) => a.bits - b.bits).slice(0, SIMILAR_MAX)
  const briefs = await briefsOf(read, shown.map(each => each.report))
  return briefs.map((brief, at) => ({ ...brief, asked: false, isSamePhoto: shown[at]!.bits === 0 }))
}

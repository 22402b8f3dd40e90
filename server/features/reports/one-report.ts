import type { QueryContext } from '#server/sync/context.ts'
import type { PhotoRef } from '#shared/media/schemas.ts'
import type { ReportView } from '#shared/reports/schemas.ts'
import type { Report } from './report.ts'
import type { Sight } from './visibility.ts'
import { findAccount, phoneHint, units } from '#server/core/identity/index.ts'
import { photoFacts, photoRefs } from '#server/core/media/index.ts'
import { Refused } from '#shared/refusal.ts'
import { asc, eq } from 'drizzle-orm'
import { briefsOf } from './briefs.ts'
import { afterPhotoFaults } from './mark-after-photos.ts'
import { isOwn } from './own.ts'
import { rateUntil } from './rate-until.ts'
import { findReport } from './report.ts'
import { reportPhotos } from './tables.ts'
import { timelineOf } from './timeline.ts'
import { sightOf, supportedBy } from './visibility.ts'

/**
 * Answers `reports.one`: a report with its history, as far as the one who asks may see it; beyond that it is
 * unknown.
 */
export async function oneReport(
  { reportId }: { reportId: string },
  context: QueryContext,
): Promise<ReportView> {
  const { read, actor } = context
  const report = await findReport(read, reportId)
  const sight = sightOf(actor, report, (await supportedBy(read, actor.accountId, [reportId])).has(reportId))
  if (!sight.maySee) throw new Refused({ code: 'reports.unknown' })

  const photos = await photosOf(context, report)
  const speaksWithReporter = sight.isMine || sight.desk === 'staff'
  const [brief] = await briefsOf(read, [report])
  const [unit] =
    report.unitId === null
      ? []
      : await read.select({ name: units.name }).from(units).where(eq(units.id, report.unitId))
  return {
    ...brief!,
    asked: speaksWithReporter && report.question !== null,
    areaId: report.areaId,
    photos: photos.before,
    afterPhotos: photos.after,
    mine: sight.isMine,
    supported: sight.supports,
    unitId: report.unitId,
    unitName: unit?.name ?? null,
    question: speaksWithReporter ? report.question : null,
    mergedInto: sight.mayFollow ? report.mergedInto : null,
    rateUntil: sight.isMine ? rateUntil(report) : null,
    score: sight.isMine || sight.desk !== null ? report.score : null,
    timeline: await timelineOf(read, report, sight, photos),
    desk: await deskFactsOf(context, report, sight, photos.hashes),
  }
}

/** The photos before, those of the last settling, and those of each. */
async function photosOf({ read }: QueryContext, { id }: Report) {
  const rows = await read
    .select()
    .from(reportPhotos)
    .where(eq(reportPhotos.reportId, id))
    .orderBy(asc(reportPhotos.position))
  const hashes = [...new Set(rows.map(({ hash }) => hash))]
  const refOf = await photoRefs(read, hashes)
  const before: PhotoRef[] = []
  const ofStep = new Map<string, PhotoRef[]>()
  for (const { hash, stepId } of rows) {
    const ref = refOf(hash) ?? { hash, thumbhash: null }
    if (stepId === null) before.push(ref)
    else ofStep.set(stepId, [...ofStep.get(stepId) ?? [], ref])
  }
  return { before, ofStep, after: [...ofStep.values()].at(-1) ?? [], hashes }
}

/** Who filed it and what its photos say of themselves is for staff; a unit only learns whether it may act. */
async function deskFactsOf(
  { read, actor }: QueryContext,
  report: Report,
  { desk }: Sight,
  hashes: string[],
): Promise<ReportView['desk']> {
  if (desk === null) return null
  const known = {
    isOwn: await isOwn(read, actor.accountId, report),
    reusedPhoto: report.reusedPhoto ?? false,
    afterPhotoFault: (await afterPhotoFaults(read, [report.id])).get(report.id) ?? null,
    clockSkewMs: report.skewMs,
  }
  if (desk === 'unit') return { ...known, reporter: null, photoFacts: [] }
  const reporter = await findAccount(read, report.reporterId)
  return {
    ...known,
    reporter: reporter ? { name: reporter.name, phoneHint: phoneHint(reporter.phone) } : null,
    photoFacts: await photoFacts(read, hashes),
  }
}

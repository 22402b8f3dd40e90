import type { QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { PhotoRef } from '#shared/media/schemas.ts'
import type { ReportView } from '#shared/reports/schemas.ts'
import type { Report } from './report.ts'
import type { Visibility } from './visibility.ts'
import { findAccount, phoneHint, units } from '#server/core/identity/index.ts'
import { hasOriginal, isAltered, photoFacts, photoRefs, sealsOf } from '#server/core/media/index.ts'
import { findPartner } from '#server/core/partners/index.ts'
import { awardsFor } from '#server/core/points/index.ts'
import { Refused } from '#shared/refusal.ts'
import { mendedStates } from '#shared/reports/rules.ts'
import { asc, eq } from 'drizzle-orm'
import { awardFor } from './accept-report.ts'
import { briefsOf } from './briefs.ts'
import { lastStepOf } from './last-step.ts'
import { afterPhotoFaults } from './mark-after-photos.ts'
import { deskParts, isOwn } from './permissions.ts'
import { publicPairs } from './public-pair.ts'
import { findReport, rateUntil } from './report.ts'
import { boxesOf, partsFor } from './seal-parts.ts'
import { awaitsOther } from './second-look.ts'
import { reportPhotos } from './tables.ts'
import { timelineOf } from './timeline.ts'
import { supportedBy, visibilityOf, withoutWords } from './visibility.ts'

/**
 * Answers `reports.one`: a report with its history, as far as the actor may see it; a report that they may
 * not see counts as unknown.
 */
export const oneReport: QueryHandler<'reports.one'> = async ({ reportId }, context) => {
  const { read, actor } = context
  const report = await findReport(read, reportId)
  const supports = (await supportedBy(read, actor.accountId, [reportId])).has(reportId)
  const visible = visibilityOf(actor, report, supports)
  if (!visible.maySee) throw new Refused({ code: 'reports.unknown' })

  const photos = visible.seesAll ? await photosOf(context, report) : noPhotos
  const speaksWithReporter = visible.isMine || visible.desk === 'staff'
  const [brief] = await briefsOf(read, [report])
  const [unit] =
    report.unitId === null
      ? []
      : await read.select({ name: units.name }).from(units).where(eq(units.id, report.unitId))
  return {
    ...visible.seesAll ? brief! : withoutWords(brief!),
    asked: speaksWithReporter && report.question !== null,
    areaId: report.areaId,
    photos: photos.before,
    afterPhotos: photos.after,
    mine: visible.isMine,
    supported: visible.supports,
    unitId: report.unitId,
    unitName: unit?.name ?? null,
    question: speaksWithReporter ? report.question : null,
    mergedInto: visible.mayFollow ? report.mergedInto : null,
    rateUntil: visible.isMine ? rateUntil(report) : null,
    score: visible.isMine || visible.desk !== null ? report.score : null,
    points: (await awardsFor(read, actor.accountId, 'reports.accepted', [reportId])).get(reportId),
    award: visible.isMine && report.state === 'filed' ? awardFor(context, report) : undefined,
    timeline: await timelineOf(read, report, visible, photos),
    desk: await deskFactsOf(context, report, visible, photos.hashes),
    ...(visible.isMine || visible.desk !== null) && { lastStep: await lastStepOf(read, reportId) },
  }
}

const noPhotos = { before: [], ofStep: new Map<string, PhotoRef[]>(), after: [], hashes: [] }

/** The photos with which it was filed (before), of each resolution (ofStep), and of the last one (after). */
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

/** The facts for the desk only. A unit gets neither the reporter nor the photos' EXIF data. */
async function deskFactsOf(
  context: QueryContext,
  report: Report,
  { desk }: Visibility,
  hashes: string[],
): Promise<ReportView['desk']> {
  if (desk === null) return null
  const { read, actor, now } = context
  const known = {
    parts: deskParts(actor, report),
    isOwn: await isOwn(read, actor.accountId, report),
    reusedPhoto: report.reusedPhoto ?? false,
    afterPhotoFault: (await afterPhotoFaults(read, [report.id])).get(report.id) ?? null,
    clockSkewMs: report.skewMs,
  }
  if (desk === 'unit') return { ...known, reporter: null, photoFacts: [] }
  return {
    ...known,
    isForgotten: report.reporterId === report.id,
    awaitsOther: await awaitsOther(read, now, actor.accountId, report),
    pair: await pairOf(context, report),
    reporter: await reporterOf(read, report.reporterId),
    clerk: await personOf(read, report.clerkId),
    filedBy: await personOf(read, report.filedBy),
    photoFacts: await photoFacts(read, hashes),
    seals: await sealsFor(read, report, hashes),
  }
}

/** How staff altered these photos; the rectangles are those of the report's area, to be edited. */
async function sealsFor(read: QueryContext['read'], report: Report, hashes: string[]) {
  const seals = (await sealsOf(read, hashes)).filter(isAltered)
  return await Promise.all(seals.map(async (seal) => {
    const { own } = await partsFor(read, report, seal)
    return { hash: seal.hash, boxes: boxesOf(own), hasOriginal: hasOriginal(seal) }
  }))
}

/** The reporter: a person, or a partner by its name; null once the reporter is deleted. */
async function reporterOf(read: QueryContext['read'], id: string) {
  const account = await findAccount(read, id)
  if (account) return { name: account.name, phoneHint: phoneHint(account.phone) }
  const partner = await findPartner(read, id)
  return partner ? { name: `合作方 · ${partner.name}`, phoneHint: '' } : null
}

/** A member of staff by name; undefined without one. */
async function personOf(read: QueryContext['read'], accountId: string | null) {
  const person = accountId === null ? undefined : await findAccount(read, accountId)
  return person && { id: person.id, name: person.name }
}

/** Whether the photos of before and after are public; undefined if there are none. */
async function pairOf({ read, now }: QueryContext, { id, state, pairHiddenAt }: Report) {
  if (!mendedStates.includes(state)) return undefined
  if (pairHiddenAt !== null) return 'hidden' as const
  return (await publicPairs(read, [id], now)).has(id) ? 'shown' as const : undefined
}

import type { Reader } from '#server/database/database.ts'
import type { Handler } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import type { AfterPhotoFault } from '#shared/reports/schemas.ts'
import { showTheSame } from '#server/core/media/index.ts'
import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { areReused } from './mark-photos.ts'
import { deskLists } from './notify-about.ts'
import { afterPhotoChecks, reportPhotos, reports, reportSteps } from './tables.ts'

const RESOLUTIONS_A_ROUND = 100
interface Resolution {
  readonly reportId: string
  readonly number: number
  readonly stepId: string
  readonly at: number
}

/**
 * Decides `reports.markAfterPhotos`, sent by a task: flags for the desk the resolutions whose photos prove
 * nothing.
 */
export const markAfterPhotos: Handler<'reports.markAfterPhotos'> = async ({ settlings }, { tx, nudge }) => {
  for (const { reportId, stepId, fault } of settlings) {
    const isWaiting = and(
      eq(afterPhotoChecks.reportId, reportId),
      eq(afterPhotoChecks.stepId, stepId),
      isNull(afterPhotoChecks.fault),
    )
    await (fault === null
      ? tx.delete(afterPhotoChecks).where(isWaiting)
      : tx.update(afterPhotoChecks).set({ fault }).where(isWaiting))
  }
  nudge('*', 'reports.mended')
  if (settlings.some(({ fault }) => fault !== null)) nudge('*', ...deskLists, 'reports.one')
}

/** Compares the photos of the oldest resolutions that wait for it, and returns each with its fault. */
export async function compareAfterPhotos(
  read: Reader,
): Promise<CommandInput<'reports.markAfterPhotos'>['settlings']> {
  const waiting = await read
    .select({
      reportId: afterPhotoChecks.reportId,
      number: reports.number,
      stepId: afterPhotoChecks.stepId,
      at: reportSteps.at,
    })
    .from(afterPhotoChecks)
    .innerJoin(reports, eq(reports.id, afterPhotoChecks.reportId))
    .innerJoin(reportSteps, eq(reportSteps.id, afterPhotoChecks.stepId))
    .where(isNull(afterPhotoChecks.fault))
    .orderBy(asc(afterPhotoChecks.stepId))
    .limit(RESOLUTIONS_A_ROUND)
  const compared = []
  for (const resolution of waiting) {
    compared.push({
      reportId: resolution.reportId,
      stepId: resolution.stepId,
      fault: await faultOf(read, resolution),
    })
  }
  return compared
}

/**
 * Why a resolution's photos prove nothing. An honest photo of the place resembles those of the report's
 * earlier steps, so against them only the same picture counts.
 */
async function faultOf(
  read: Reader,
  { reportId, number, stepId, at }: Resolution,
): Promise<AfterPhotoFault | null> {
  const photos = await read
    .select({ hash: reportPhotos.hash, stepId: reportPhotos.stepId, resolvedAt: reportSteps.at })
    .from(reportPhotos)
    .leftJoin(reportSteps, eq(reportSteps.id, reportPhotos.stepId))
    .where(eq(reportPhotos.reportId, reportId))
  const hashesWhere = (isWanted: (photo: (typeof photos)[number]) => boolean) =>
    photos.filter(isWanted).map(({ hash }) => hash)
  const own = hashesWhere(photo => photo.stepId === stepId)
  if (await showTheSame(read, own, hashesWhere(photo => photo.stepId === null))) return 'asBefore'
  const earlier = hashesWhere(photo => photo.resolvedAt !== null && photo.resolvedAt < at)
  const isUsed = await showTheSame(read, own, earlier)
    || await areReused(read, own, { number, at }, photos.map(({ hash }) => hash))
  return isUsed ? 'usedBefore' : null
}

/** The fault of each report's last resolution that has one. */
export async function afterPhotoFaults(
  read: Reader,
  reportIds: readonly string[],
): Promise<Map<string, AfterPhotoFault>> {
  if (reportIds.length === 0) return new Map()
  const rows = await read.select({ reportId: afterPhotoChecks.reportId, fault: afterPhotoChecks.fault })
    .from(afterPhotoChecks)
    .where(inArray(afterPhotoChecks.reportId, [...reportIds]))
    .orderBy(asc(afterPhotoChecks.stepId))
  return new Map(rows.flatMap(({ reportId, fault }) => fault === null ? [] : [[reportId, fault]]))
}

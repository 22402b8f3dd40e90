import type { Reader } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import type { AfterPhotoFault } from '#shared/reports/schemas.ts'
import { showTheSame } from '#server/core/media/index.ts'
import { and, asc, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import { areReused } from './earlier-use.ts'
import { afterPhotoChecks, reportPhotos, reports, reportSteps } from './tables.ts'

const SETTLINGS_A_ROUND = 100
interface Settling {
  readonly reportId: string
  readonly number: number
  readonly stepId: string
  readonly at: number
}

/**
 * Marks settlings for the desk whose photos are no news, and takes the others off the list. Sent by the
 * clock, soon after them.
 */
export async function markAfterPhotos(
  { settlings }: CommandInput<'reports.markAfterPhotos'>,
  { tx, nudge }: CommandContext,
): Promise<void> {
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
  if (settlings.some(({ fault }) => fault !== null)) nudge('*', 'desk.reports', 'reports.one')
}

/** The settlings whose photos nobody has compared yet, the oldest first, and what speaks against each. */
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
    .limit(SETTLINGS_A_ROUND)
  const compared = []
  for (const settling of waiting) {
    compared.push({
      reportId: settling.reportId,
      stepId: settling.stepId,
      fault: await faultOf(read, settling),
    })
  }
  return compared
}

/**
 * What the report was filed with, or settled with before, can look much like an honest photo of the same
 * place: only the same picture counts.
 */
async function faultOf(
  read: Reader,
  { reportId, number, stepId, at }: Settling,
): Promise<AfterPhotoFault | null> {
  const photos = await read
    .select({ hash: reportPhotos.hash, stepId: reportPhotos.stepId, settledAt: reportSteps.at })
    .from(reportPhotos)
    .leftJoin(reportSteps, eq(reportSteps.id, reportPhotos.stepId))
    .where(eq(reportPhotos.reportId, reportId))
  const hashesWhere = (isWanted: (photo: (typeof photos)[number]) => boolean) =>
    photos.filter(isWanted).map(({ hash }) => hash)
  const own = hashesWhere(photo => photo.stepId === stepId)
  if (
    await showTheSame(
      read,
      own,
      hashesWhere(photo => photo.stepId === null),
    )
  ) {
    return 'asBefore'
  }
  if (
    await showTheSame(
      read,
      own,
      hashesWhere(photo => photo.settledAt !== null && photo.settledAt < at),
    )
  ) {
    return 'usedBefore'
  }
  return (await areReused(
    read,
    own,
    { number, at },
    photos.map(({ hash }) => hash),
  ))
    ? 'usedBefore'
    : null
}

/** What speaks against the photos of these reports' settlings, the last one that has a fault. */
export async function afterPhotoFaults(
  read: Reader,
  reportIds: readonly string[],
): Promise<Map<string, AfterPhotoFault | null>> {
  if (reportIds.length === 0) return new Map()
  const rows = await read.select({ reportId: afterPhotoChecks.reportId, fault: afterPhotoChecks.fault })
    .from(afterPhotoChecks)
    .where(and(inArray(afterPhotoChecks.reportId, [...reportIds]), isNotNull(afterPhotoChecks.fault)))
    .orderBy(asc(afterPhotoChecks.stepId))
  return new Map(rows.map(({ reportId, fault }) => [reportId, fault]))
}

import type { Reader } from '#server/database/database.ts'
import type { SQL } from 'drizzle-orm'
import { areSentBy, hiddenAmong } from '#server/core/media/index.ts'
import { isShownMended, MENDED_SHOWN_MS, mendedStates, reportKinds } from '#shared/reports/rules.ts'
import { and, asc, eq, exists, gt, inArray, isNull, notExists, or } from 'drizzle-orm'
import { afterPhotoChecks, reportPhotos, reports } from './tables.ts'

const shownKinds = reportKinds.filter(isShownMended)

/**
 * The condition that a report's photos of before and after are public: recently resolved, not hidden by
 * staff, and with compared photos without a fault.
 */
export function hasPublicPair(read: Reader, now: number): SQL {
  const waitingOrFaulty = read
    .select({ id: afterPhotoChecks.reportId })
    .from(afterPhotoChecks)
    .where(eq(afterPhotoChecks.reportId, reports.id))
  const ownResults = read
    .select({ id: reportPhotos.reportId })
    .from(reportPhotos)
    .where(and(
      eq(reportPhotos.reportId, reports.id),
      eq(reportPhotos.part, 'after'),
      exists(areSentBy(read, reportPhotos.hash, reports.reporterId)),
    ))
  return and(
    inArray(reports.state, [...mendedStates]),
    inArray(reports.kind, shownKinds),
    gt(reports.resolvedAt, now - MENDED_SHOWN_MS),
    isNull(reports.pairHiddenAt),
    or(isNull(reports.reusedPhoto), eq(reports.reusedPhoto, false)),
    notExists(waitingOrFaulty),
    notExists(ownResults),
  )!
}

interface Pair { readonly before: string, readonly after: string }

/**
 * The two public photos of each report: the first one filed, and the first of the last resolution, among
 * those that staff have not hidden.
 */
export async function publicPairs(
  read: Reader,
  reportIds: readonly string[],
  now: number,
): Promise<ReadonlyMap<string, Pair>> {
  if (reportIds.length === 0) return new Map()
  const photos = await read
    .select({ reportId: reportPhotos.reportId, hash: reportPhotos.hash, stepId: reportPhotos.stepId })
    .from(reportPhotos)
    .innerJoin(reports, eq(reports.id, reportPhotos.reportId))
    .where(and(inArray(reportPhotos.reportId, [...reportIds]), hasPublicPair(read, now)))
    .orderBy(asc(reportPhotos.position))
  const hidden = await hiddenAmong(read, photos.map(({ hash }) => hash))
  return new Map(reportIds.flatMap((id) => {
    const own = photos.filter(({ reportId }) => reportId === id)
    const result = own.at(-1)?.stepId ?? null
    const seen = own.filter(({ hash }) => !hidden.has(hash))
    const before = seen.find(({ stepId }) => stepId === null)
    const after = seen.find(({ stepId }) => stepId === result)
    return result === null || !before || !after ? [] : [[id, { before: before.hash, after: after.hash }]]
  }))
}

/** Whether everybody may see this photo. */
export async function isInPublicPair(read: Reader, hash: string, now: number): Promise<boolean> {
  const rows = await read
    .select({ reportId: reportPhotos.reportId })
    .from(reportPhotos)
    .where(eq(reportPhotos.hash, hash))
  const pairs = await publicPairs(read, rows.map(({ reportId }) => reportId), now)
  return [...pairs.values()].some(({ before, after }) => before === hash || after === hash)
}

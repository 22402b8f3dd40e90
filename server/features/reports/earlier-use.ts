import type { Reader } from '#server/database/database.ts'
import { mayBeUsedBefore, usedBefore } from '#server/core/media/index.ts'
import { and, eq, inArray, lt, or, sql } from 'drizzle-orm'
import { reportPhotos, reports, reportSteps } from './tables.ts'

/** When photos were used (UTC ms), to file or to resolve the report of this number. */
interface Use { readonly number: number, readonly at: number }

/**
 * True when photos of `use` were used before it: by a report that was filed or resolved with them earlier, by
 * another feature, or in a photo that looks alike and is none of `apart`. The time of use decides.
 */
export async function areReused(
  read: Reader,
  hashes: readonly string[],
  { number, at }: Use,
  apart: readonly string[],
): Promise<boolean> {
  if (!(await mayBeUsedBefore(read, hashes))) return false
  const usedAt = sql<number>`coalesce(${reportSteps.at}, ${reports.filedAt})`
  // The reports of one batch are filed at the same instant; then the lower number counts as earlier.
  const [sooner] = await read.select({ hash: reportPhotos.hash })
    .from(reportPhotos)
    .innerJoin(reports, eq(reports.id, reportPhotos.reportId))
    .leftJoin(reportSteps, eq(reportSteps.id, reportPhotos.stepId))
    .where(
      and(
        inArray(reportPhotos.hash, [...hashes]),
        or(lt(usedAt, at), and(eq(usedAt, at), lt(reports.number, number))),
      ),
    )
    .limit(1)
  return sooner !== undefined || await usedBefore(read, hashes, at, apart)
}

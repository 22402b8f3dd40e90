import type { Reader } from '#server/database/database.ts'
import { mayBeUsedBefore, usedBefore } from '#server/core/media/index.ts'
import { and, eq, inArray, lt, or, sql } from 'drizzle-orm'
import { reportPhotos, reports, reportSteps } from './tables.ts'

/** A filing or a settling: its report's number, and when (UTC ms). */
interface Use { readonly number: number, readonly at: number }

/**
 * True when photos that came with `use` were used before: by a report that was filed or settled with them
 * sooner, in another
 * room, or as a photo that looks alike and is none of `apart`. The time of use decides; what comes later is
 * that one's own fault.
 */
export async function areReused(
  read: Reader,
  hashes: readonly string[],
  { number, at }: Use,
  apart: readonly string[],
): Promise<boolean> {
  if (!(await mayBeUsedBefore(read, hashes))) return false
  const usedAt = sql<number>`coalesce(${reportSteps.at}, ${reports.filedAt})`
  // A phone's batch is filed in one moment; its reports follow each other by number.
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

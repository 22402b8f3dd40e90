import type { Reader } from '#server/database/database.ts'
import type { Handler } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import type { Report } from './report.ts'
import { mayBeUsedBefore, usedBefore } from '#server/core/media/index.ts'
import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'
import { deskLists } from './notify-about.ts'
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

const REPORTS_A_ROUND = 100
/** We look again at the last 1000 numbers: PostgreSQL may commit a lower number after a higher one. */
const LOOK_BACK = 1000

/**
 * Decides `reports.markPhotos`, sent by a task: flags for the desk the reports filed with a photo that had
 * been used before.
 */
export const markPhotos: Handler<'reports.markPhotos'> = async ({ reused, fresh }, { tx, nudge }) => {
  if (fresh.length > 0) {
    await tx
      .update(reports)
      .set({ reusedPhoto: false })
      .where(and(inArray(reports.id, fresh), isNull(reports.reusedPhoto)))
  }
  if (reused.length === 0) return
  await tx.update(reports).set({ reusedPhoto: true }).where(inArray(reports.id, reused))
  nudge('*', ...deskLists, 'reports.one')
}

/** Compares the photos of the oldest reports that wait for it, and returns which of them reuse a photo. */
export async function comparePhotos(read: Reader): Promise<CommandInput<'reports.markPhotos'>> {
  // Reports are compared in the order of their numbers, so the last one compared tells where to go on. An
  // index of those that wait would slow every filing.
  const [last] = await read
    .select({ number: reports.number })
    .from(reports)
    .where(isNotNull(reports.reusedPhoto))
    .orderBy(desc(reports.number))
    .limit(1)
  const isWaiting = and(isNull(reports.reusedPhoto), gt(reports.number, (last?.number ?? 0) - LOOK_BACK))
  const waiting = await read
    .select({ id: reports.id, number: reports.number, filedAt: reports.filedAt })
    .from(reports)
    .where(isWaiting)
    .orderBy(asc(reports.number))
    .limit(REPORTS_A_ROUND)
  const compared: CommandInput<'reports.markPhotos'> = { reused: [], fresh: [] }
  for (const report of waiting) compared[await reusesPhoto(read, report) ? 'reused' : 'fresh'].push(report.id)
  return compared
}

/** Photos of one report don't count against each other: a reporter takes three of the same hole. */
async function reusesPhoto(
  read: Reader,
  { id, number, filedAt }: Pick<Report, 'id' | 'number' | 'filedAt'>,
): Promise<boolean> {
  const rows = await read
    .select({ hash: reportPhotos.hash, part: reportPhotos.part })
    .from(reportPhotos)
    .where(eq(reportPhotos.reportId, id))
  const filedWith = rows.filter(({ part }) => part === 'before').map(({ hash }) => hash)
  return await areReused(read, filedWith, { number, at: filedAt }, rows.map(({ hash }) => hash))
}

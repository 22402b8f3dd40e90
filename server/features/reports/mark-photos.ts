import type { Reader } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import { nearDuplicates } from '#server/core/media/index.ts'
import { and, asc, desc, eq, gt, inArray, isNotNull, isNull } from 'drizzle-orm'
import { reportPhotos, reports } from './tables.ts'

const REPORTS_A_ROUND = 100
/** On PostgreSQL a lower number may be committed a moment after a higher one: that far behind, nobody is forgotten. */
const LOOK_BACK = 1000

/** Marks for the desk which reports came with a photo that was used before. Sent by the clock, soon after they were filed. */
export async function markPhotos({ reused, fresh }: CommandInput<'reports.markPhotos'>, { tx, nudge }: CommandContext): Promise<void> {
  if (fresh.length > 0) await tx.update(reports).set({ reusedPhoto: false }).where(and(inArray(reports.id, fresh), isNull(reports.reusedPhoto)))
  if (reused.length === 0) return
  await tx.update(reports).set({ reusedPhoto: true }).where(inArray(reports.id, reused))
  nudge('*', 'desk.reports', 'reports.one')
}

/** The reports whose photos nobody has compared yet, the oldest first, and which of them reuse one. */
export async function comparePhotos(read: Reader): Promise<CommandInput<'reports.markPhotos'>> {
  // They are compared in the order of their numbers, so the last one done tells where to go on: an index only for this would slow every filing.
  const [last] = await read.select({ number: reports.number }).from(reports).where(isNotNull(reports.reusedPhoto)).orderBy(desc(reports.number)).limit(1)
  const isWaiting = and(isNull(reports.reusedPhoto), gt(reports.number, (last?.number ?? 0) - LOOK_BACK))
  const waiting = await read.select({ id: reports.id, number: reports.number }).from(reports).where(isWaiting).orderBy(asc(reports.number)).limit(REPORTS_A_ROUND)
  const compared: CommandInput<'reports.markPhotos'> = { reused: [], fresh: [] }
  for (const report of waiting) compared[await reusesPhoto(read, report) ? 'reused' : 'fresh'].push(report.id)
  return compared
}

/** True when a photo resembles an earlier one, or is in an earlier report itself; in a later one it is that report's fault. */
async function reusesPhoto(read: Reader, { id, number }: { id: string, number: number }): Promise<boolean> {
  const own = await read.select({ hash: reportPhotos.hash }).from(reportPhotos).where(eq(reportPhotos.reportId, id))
  const suspicious = await nearDuplicates(read, own.map(({ hash }) => hash))
  if (suspicious.length === 0) return false
  const uses = await read.select({ hash: reportPhotos.hash, number: reports.number }).from(reportPhotos).innerJoin(reports, eq(reports.id, reportPhotos.reportId)).where(inArray(reportPhotos.hash, suspicious))
  return suspicious.some((hash) => {
    const others = uses.filter(use => use.hash === hash && use.number !== number)
    return others.length === 0 || others.some(use => use.number < number)
  })
}

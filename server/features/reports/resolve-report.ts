import type { CommandContext, Handler } from '#server/sync/context.ts'
import { requirePhotos } from '#server/core/media/index.ts'
import { count, eq } from 'drizzle-orm'
import { reportToActOn } from './permissions.ts'
import { moved, requireMove } from './report.ts'
import { afterPhotoChecks, reportPhotos } from './tables.ts'
import { take } from './take.ts'

/**
 * Staff or the unit resolve a report, with a description and photos of how it looks now. The clock compares
 * these with earlier ones later on.
 */
export const resolveReport: Handler<'reports.resolve'> = async (input, context) => {
  const { reportId, words, photos } = input
  const { report, by } = await reportToActOn(context, input)
  const { step } = requireMove(report.state, 'resolved', by)
  const hashes = [...new Set(photos)]
  await requirePhotos(context, hashes)

  const changes = { ...moved('resolved'), resolvedAt: context.now }
  const { stepId } = await take(context, report, { step, by, changes, words })
  await addAfterPhotos(context, reportId, stepId, hashes)
}

async function addAfterPhotos({ tx }: CommandContext, reportId: string, stepId: string, hashes: string[]) {
  const [taken] = await tx
    .select({ photos: count() })
    .from(reportPhotos)
    .where(eq(reportPhotos.reportId, reportId))
  const next = taken?.photos ?? 0
  await tx
    .insert(reportPhotos)
    .values(hashes.map((hash, i) => ({ reportId, hash, position: next + i, part: 'after' as const, stepId })))
  await tx.insert(afterPhotoChecks).values({ reportId, stepId })
}

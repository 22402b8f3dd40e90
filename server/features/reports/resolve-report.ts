import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { AtDesk } from './permissions.ts'
import { requirePhotos } from '#server/core/media/index.ts'
import { Refused } from '#shared/refusal.ts'
import { eq } from 'drizzle-orm'
import { reportToActOn } from './permissions.ts'
import { moved, requireMove } from './report.ts'
import { afterPhotoChecks, reportPhotos } from './tables.ts'
import { take } from './take.ts'

/**
 * Decides `reports.resolve`: staff or the unit resolve a report, with a description and photos of the result.
 * A task compares these with earlier photos later.
 */
export const resolveReport: Handler<'reports.resolve'> = async (input, context) => {
  await settleReport(context, await reportToActOn(context, input), input)
}

interface Settling { readonly words: string, readonly photos: readonly string[] }

/** The same for a report that is locked and that the actor may act on. */
export async function settleReport(
  context: CommandContext,
  { report, by }: AtDesk,
  { words, photos }: Settling,
): Promise<void> {
  const reportId = report.id
  const { step } = requireMove(report.state, 'resolved', by)
  const hashes = await requirePhotos(context, photos)
  const next = await requireNew(context, reportId, hashes)

  const changes = { ...moved('resolved'), resolvedAt: context.now }
  const { stepId } = await take(context, report, { step, by, changes, words })
  await addAfterPhotos(context, { reportId, stepId, hashes, next })
}

/**
 * Refuses a photo that the report has already, whoever sent it, since staff who filed for somebody took those
 * photos too. Returns the next position.
 */
async function requireNew({ tx }: CommandContext, reportId: string, hashes: string[]): Promise<number> {
  const taken = await tx
    .select({ hash: reportPhotos.hash })
    .from(reportPhotos)
    .where(eq(reportPhotos.reportId, reportId))
  if (taken.some(({ hash }) => hashes.includes(hash))) throw new Refused({ code: 'reports.photoFromBefore' })
  return taken.length
}

interface AfterPhotos {
  readonly reportId: string
  readonly stepId: string
  readonly hashes: string[]
  /** The position of the first photo. */
  readonly next: number
}
async function addAfterPhotos({ tx }: CommandContext, { reportId, stepId, hashes, next }: AfterPhotos) {
  await tx
    .insert(reportPhotos)
    .values(hashes.map((hash, i) => ({ reportId, hash, position: next + i, part: 'after' as const, stepId })))
  await tx.insert(afterPhotoChecks).values({ reportId, stepId })
}

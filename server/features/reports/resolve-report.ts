import type { CommandContext } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import type { Report } from './report.ts'
import { requirePhotos } from '#server/core/media/index.ts'
import { Refused } from '#shared/refusal.ts'
import { refuseMove } from '#shared/reports/rules.ts'
import { count, eq } from 'drizzle-orm'
import { reportToActOn } from './permissions.ts'
import { recordStep } from './record-step.ts'
import { changeReport, moved } from './report.ts'
import { afterPhotoChecks, reportPhotos } from './tables.ts'
import { followersOf, nudgeAbout, tell } from './tell.ts'

/**
 * Settles a report with words and a photo of how it looks now, which is compared with earlier ones later on;
 * the reporter and the followers are asked to see for themselves.
 */
export async function resolveReport(
  { reportId, words, photos }: CommandInput<'reports.resolve'>,
  context: CommandContext,
): Promise<void> {
  const { report, by } = await reportToActOn(context, reportId)
  const refusal = refuseMove(report.state, 'resolved', by)
  if (refusal) throw new Refused(refusal)
  const hashes = [...new Set(photos)]
  await requirePhotos(context, hashes)

  const resolved = await changeReport(context, report, { ...moved('resolved'), resolvedAt: context.now })
  const stepId = await recordStep(context, report, { step: 'resolved', by, words })
  await addAfterPhotos(context, report, stepId, hashes)
  await context.tx.insert(afterPhotoChecks).values({ reportId, stepId })
  await nudgeAbout(context, resolved)
  await tell(
    context,
    [report.reporterId, ...(await followersOf(context, report))],
    'reports.resolved',
    report,
    { words },
  )
}

async function addAfterPhotos(
  { tx }: CommandContext,
  { id: reportId }: Report,
  stepId: string,
  hashes: string[],
) {
  const [taken] = await tx
    .select({ photos: count() })
    .from(reportPhotos)
    .where(eq(reportPhotos.reportId, reportId))
  const next = taken?.photos ?? 0
  await tx
    .insert(reportPhotos)
    .values(hashes.map((hash, i) => ({ reportId, hash, position: next + i, part: 'after' as const, stepId })))
}

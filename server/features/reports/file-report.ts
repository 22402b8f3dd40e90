import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { FileReport } from '#shared/reports/schemas.ts'
import { staffOver } from '#server/core/identity/index.ts'
import { requirePhotos } from '#server/core/media/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { Refused } from '#shared/refusal.ts'
import { dueAt, kindRules } from '#shared/reports/rules.ts'
import { areaOf } from './area-of.ts'
import { reportPhotos, reports } from './tables.ts'
import { tell } from './tell.ts'

/** Twenty-five days and more are all the same: a clock that is far off. PostgreSQL's column holds no more. */
const SKEW_MAX_MS = 2 ** 31 - 1

const newReport = (
  { reportId, kind, text, place, seenAt }: FileReport,
  areaId: string,
  { actor, now, correct, skewMs }: CommandContext,
) => ({
  id: reportId,
  reporterId: actor.accountId,
  kind,
  text,
  latitude: place?.latitude ?? null,
  longitude: place?.longitude ?? null,
  accuracy: place?.accuracy ?? null,
  areaId,
  state: 'filed' as const,
  stateSince: now,
  seenAt: correct(seenAt),
  filedAt: now,
  dueAt: dueAt(kind, now),
  skewMs: Math.max(-SKEW_MAX_MS, Math.min(SKEW_MAX_MS, skewMs)),
  awaitsStaff: true,
  supporters: 0,
})

const insertReport = prepared((tx, slots: Slots<ReturnType<typeof newReport>>) =>
  tx
    .insert(reports)
    .values(slots)
    .onConflictDoNothing({ target: reports.id })
    .returning({ number: reports.number })
    .prepare('insert_report'),
)
const insertPhotos = prepared((tx, { reportId, hashes }: Slots<{ reportId: string, hashes: string[] }>) =>
  tx
    .insert(reportPhotos)
    .values(hashes.map((hash, position) => ({ reportId, hash, position, part: 'before' as const })))
    .prepare('insert_photos'),
)

/**
 * Takes a report in. Its row is its first step too, and its photos are compared with earlier ones later on:
 * this is what happens most often, and a batch of it must not keep the others waiting.
 */
export async function fileReport(input: FileReport, context: CommandContext): Promise<{ number: number }> {
  const { tx, actor, nudge } = context
  const { reportId, kind } = input
  const areaId = areaOf(input, actor)
  const photos = [...new Set(input.photos)]
  await requirePhotos(context, photos)

  const [filed] = await insertReport(tx, newReport(input, areaId, context))
  if (!filed) throw new Refused({ code: 'reports.idTaken' })
  await insertPhotos(tx, { reportId, hashes: photos })

  nudge(actor.accountId, 'reports.mine')
  nudge('*', 'desk.reports', 'reports.nearby')
  if (kindRules[kind].urgent)
    await tell(context, await staffOver(tx, areaId), 'reports.urgent', { id: reportId, number: filed.number })
  return { number: filed.number }
}

import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { Corrected } from '#server/sync/phone-clock.ts'
import type { FileReport } from '#shared/reports/schemas.ts'
import { requirePhotos } from '#server/core/media/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { Refused } from '#shared/refusal.ts'
import { dueAt } from '#shared/reports/limits.ts'
import { CLOCK_DOUBTFUL_MS } from '#shared/reports/rules.ts'
import { awardFor } from './accept-report.ts'
import { areaOf, placeInCity } from './area-of.ts'
import { deskLists, notifyAbout } from './notify-about.ts'
import { reportPhotos, reports } from './tables.ts'

export function newReport(
  { reportId, kind, text, place: told, spot }: Omit<FileReport, 'photos'>,
  areaId: string,
  seen: Corrected,
  { actor, rulings, now, skewMs }: CommandContext,
) {
  const place = placeInCity(told)
  return {
    id: reportId,
    reporterId: actor.accountId,
    kind,
    text,
    latitude: place?.latitude ?? null,
    longitude: place?.longitude ?? null,
    accuracy: place?.accuracy ?? null,
    spot: spot || null,
    areaId,
    state: 'filed' as const,
    stateSince: now,
    seenAt: seen.at,
    filedAt: now,
    dueAt: dueAt(rulings.inForce('limits')[kind], now),
    skewMs: seen.isDoubtful || Math.abs(skewMs) > CLOCK_DOUBTFUL_MS ? CLOCK_DOUBTFUL_MS : skewMs,
    awaitsStaff: true,
    supporters: 0,
  }
}

const insertReport = prepared((tx, slots: Slots<ReturnType<typeof newReport>>) =>
  tx
    .insert(reports)
    .values(slots)
    .onConflictDoNothing({ target: reports.id })
    .returning({ number: reports.number })
    .prepare('insert_report'),
)
export const addPhotos = prepared((tx, { reportId, hashes }: Slots<{ reportId: string, hashes: string[] }>) =>
  tx
    .insert(reportPhotos)
    .values(hashes.map((hash, position) => ({ reportId, hash, position, part: 'before' as const })))
    .prepare('insert_photos'),
)

/**
 * Decides `reports.file`. It is the most frequent command, so the report's row stands for the first step, and
 * a task compares the photos later.
 */
export const fileReport: Handler<'reports.file'> = async (input, context) => {
  const { tx, actor, nudge } = context
  const { reportId } = input
  const areaId = areaOf(input, actor)
  const photos = await requirePhotos(context, input.photos)

  const row = newReport(input, areaId, context.correct(input.seenAt, input.seenClock), context)
  const [filed] = await insertReport(tx, row)
  if (!filed) throw new Refused({ code: 'reports.idTaken' })
  await addPhotos(tx, { reportId, hashes: photos })

  nudge(actor.accountId, 'reports.mine')
  nudge('*', ...deskLists, 'reports.nearby')
  const { number } = filed
  const { kind, latitude, longitude, filedAt, dueAt: due } = row
  // Named one by one: copying so wide a row costs as much as a statement.
  const report = {
    id: reportId,
    number,
    kind,
    areaId,
    reporterId: actor.accountId,
    latitude,
    longitude,
    unitId: null,
    questionBy: null,
    clerkId: null,
  }
  await notifyAbout(context, report, report, { step: 'filed' })
  return { number, dueAt: due, award: awardFor(context, { kind, filedAt, filedBy: null }) }
}

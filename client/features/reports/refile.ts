import type { Draft, DraftPhoto } from '#client/sync/outbox.ts'
import type { ReportView } from '#shared/reports/schemas.ts'
import { answerWithin } from '#client/patience.ts'
import { preparePhoto } from '#client/photos/prepare-photo.ts'
import { beginDraft } from '#client/sync/outbox.ts'
import { photoPath } from '#shared/media/schemas.ts'
import { uuidv7 } from 'uuidv7'

/** How long each of the photos is waited for (ms). */
const PHOTO_WAIT_MS = 10_000

/**
 * Begins a draft from a declined report, to be filed again with what was missing; `missing`: how many of its
 * photos could not be fetched. Throws where nothing can be saved.
 */
export async function refile(
  report: ReportView,
  accountId: string,
): Promise<{ draft: Draft, missing: number }> {
  const photos: DraftPhoto[] = []
  for (const { hash, version } of report.photos) {
    const path = photoPath(hash, 'full', version)
    const photo = await answerWithin(PHOTO_WAIT_MS, () => photoAgain(path), undefined)
    if (photo) photos.push({ ...photo, seenAt: report.seenAt, isKept: true })
  }
  const draft: Draft = {
    id: uuidv7(),
    accountId,
    kind: report.kind,
    text: report.text,
    ...report.place && { place: report.place },
    ...report.spot && { spot: report.spot },
    areaId: report.areaId,
    seenAt: report.seenAt,
    photos,
    changedAt: Date.now(),
  }
  await beginDraft(draft)
  return { draft, missing: report.photos.length - photos.length }
}

async function photoAgain(path: string): Promise<{ hash: string, bytes: ArrayBuffer }> {
  const answer = await fetch(path)
  if (!answer.ok) throw new Error(`the photo is not there: ${answer.status}`)
  const prepared = await preparePhoto(await answer.blob())
  return { hash: prepared.hash, bytes: prepared.bytes }
}

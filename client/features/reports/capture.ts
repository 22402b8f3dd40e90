import type { Draft, DraftPhoto, Picked } from '#client/sync/outbox.ts'
import type { ReportKind } from '#shared/reports/rules.ts'
import { preparePhotos } from '#client/photos/prepare-photo.ts'
import { beginDraft, clockNote } from '#client/sync/outbox.ts'
import { REPORT_PHOTOS_MAX } from '#shared/reports/schemas.ts'
import { uuidv7 } from 'uuidv7'
import { datingPhoto, JUST_NOW_MS, placeOfPhotos } from './shots.ts'

/** Files as they were picked: just taken by the camera, or from the album. */
export interface PickedFiles { files: readonly File[], isCamera: boolean }
/** The photos prepared from picked files, and a sentence for each file that could not be used. */
export interface Taken { photos: DraftPhoto[], troubles: string[] }

/** Prepares picked files, each dated, and noted when it was picked. */
export async function takeIn(
  { files, isCamera }: PickedFiles,
  have: readonly Pick<DraftPhoto, 'hash'>[],
  onStep?: (done: number) => void,
): Promise<Taken> {
  const at = Date.now()
  const clock = clockNote()
  const { prepared, troubles } = await preparePhotos(files, {
    have,
    max: REPORT_PHOTOS_MAX,
    ...onStep && { onStep },
  })
  const photos = prepared.map(({ hash, bytes, takenAt, place, file }): DraftPhoto => {
    const seenAt = takenAt ?? savedAt(file, at)
    // The album may have rewritten a file just now without its capture time and place, so its date proves
    // nothing.
    const isShot = (takenAt !== undefined || isCamera) && at - seenAt <= JUST_NOW_MS
    const picked: Picked = { at, isShot, ...clock && { clock } }
    return { hash, bytes, seenAt, picked, ...place && { place } }
  })
  return { photos, troubles }
}

/** When a file was last written, as far as the phone says so. */
const savedAt = ({ lastModified }: File, now: number) =>
  lastModified > 0 && lastModified <= now ? lastModified : now

/** What photos say together about their report. */
export function seenIn(photos: readonly DraftPhoto[]): Pick<Draft, 'seenAt' | 'place'> {
  const place = placeOfPhotos(photos)
  return { seenAt: datingPhoto(photos)?.seenAt ?? Date.now(), ...place && { place } }
}

/** Begins a draft from photos and saves it at once; everything else can be filled in later. */
export async function saveShot(
  photos: DraftPhoto[],
  { accountId, kind }: { accountId: string, kind: ReportKind | null },
): Promise<Draft> {
  const draft: Draft = {
    id: uuidv7(), // Becomes the report's id: a draft can be filed only once.
    accountId,
    kind,
    text: '',
    ...seenIn(photos),
    photos,
    changedAt: Date.now(),
  }
  await beginDraft(draft)
  return draft
}

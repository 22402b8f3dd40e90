import type { Draft, DraftPhoto, Picked } from '#client/sync/outbox.ts'
import type { ReportKind } from '#shared/reports/rules.ts'
import { PhotoTrouble, preparePhoto } from '#client/photos/prepare-photo.ts'
import { beginDraft, clockNote } from '#client/sync/outbox.ts'
import { REPORT_PHOTOS_MAX } from '#shared/reports/schemas.ts'
import { uuidv7 } from 'uuidv7'
import { datingPhoto, JUST_NOW_MS, placeOfPhotos } from './shots.ts'

/** Files as they were picked: just taken by the camera, or from the album. */
export interface PickedFiles { files: readonly File[], isCamera: boolean }
/** The photos prepared from picked files, and a sentence for each file that could not be used. */
export interface Taken { photos: DraftPhoto[], troubles: string[] }

/** Prepares picked files one after the other, so that an old phone has one picture in memory at a time. */
export async function takeIn(
  { files, isCamera }: PickedFiles,
  have: readonly Pick<DraftPhoto, 'hash'>[],
  onStep: (done: number) => void = () => {},
): Promise<Taken> {
  const taken: Taken = { photos: [], troubles: [] }
  const at = Date.now()
  const clock = clockNote()
  const room = REPORT_PHOTOS_MAX - have.length
  if (files.length > room) taken.troubles.push(`最多 ${REPORT_PHOTOS_MAX} 张照片，多出的没有加入`)
  for (const [index, file] of files.slice(0, room).entries()) {
    onStep(index)
    try {
      const { hash, bytes, takenAt, place } = await preparePhoto(file)
      // The same picture twice counts once.
      if ([...have, ...taken.photos].some(photo => photo.hash === hash)) continue
      const seenAt = takenAt ?? savedAt(file, at)
      // An album's file may have been saved again just now, with neither its time nor its place.
      const isShot = (takenAt !== undefined || isCamera) && at - seenAt <= JUST_NOW_MS
      const picked: Picked = { at, isShot, ...clock && { clock } }
      taken.photos.push({ hash, bytes, seenAt, picked, ...place && { place } })
    }
    catch (trouble) {
      // The other photos are used all the same.
      taken.troubles.push(
        trouble instanceof PhotoTrouble ? trouble.message : `第 ${index + 1} 张照片没有处理成，请再选一次`,
      )
    }
  }
  return taken
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

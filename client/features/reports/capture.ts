import type { Draft, DraftPhoto } from '#client/sync/outbox.ts'
import type { Place } from '#shared/kernel/fields.ts'
import type { ReportKind } from '#shared/reports/rules.ts'
import { PhotoTrouble, preparePhoto } from '#client/photos/prepare-photo.ts'
import { beginDraft } from '#client/sync/outbox.ts'
import { REPORT_PHOTOS_MAX } from '#shared/reports/schemas.ts'
import { uuidv7 } from 'uuidv7'

/** The photos prepared from picked files, and a sentence for each file that could not be used. */
export interface Taken { photos: DraftPhoto[], troubles: string[] }

/** Prepares picked files one after the other, so that an old phone has one picture in memory at a time. */
export async function takeIn(
  files: readonly File[],
  have: readonly DraftPhoto[],
  onStep: (done: number) => void = () => {},
): Promise<Taken> {
  const taken: Taken = { photos: [], troubles: [] }
  const room = REPORT_PHOTOS_MAX - have.length
  if (files.length > room) taken.troubles.push(`最多 ${REPORT_PHOTOS_MAX} 张照片，多出的没有加入。`)
  for (const [index, file] of files.slice(0, room).entries()) {
    onStep(index)
    try {
      const { hash, bytes, takenAt, place } = await preparePhoto(file)
      // The same picture twice counts once.
      if ([...have, ...taken.photos].some(photo => photo.hash === hash)) continue
      taken.photos.push({ hash, bytes, seenAt: takenAt ?? Date.now(), ...place && { place } })
    }
    catch (trouble) {
      // The other photos are used all the same.
      taken.troubles.push(
        trouble instanceof PhotoTrouble ? trouble.message : `第 ${index + 1} 张照片没有处理成，请再选一次。`,
      )
    }
  }
  return taken
}

/** Begins a draft from photos and saves it at once; everything else can be filled in later. */
export async function saveShot(
  photos: DraftPhoto[],
  { accountId, kind, here }: { accountId: string, kind: ReportKind | null, here: Place | null },
): Promise<Draft> {
  const place = photos.find(photo => photo.place)?.place ?? here
  const draft: Draft = {
    id: uuidv7(), // Becomes the report's id: a draft can be filed only once.
    accountId,
    kind,
    text: '',
    ...place && { place },
    seenAt: Math.min(...photos.map(photo => photo.seenAt)),
    photos,
    changedAt: Date.now(),
  }
  await beginDraft(draft)
  return draft
}

import type { SavedFormPhotos } from './store.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { store } from './store.ts'

/** Nobody comes back to a form after so long: neither its words nor its pictures are kept on. */
export const FORM_SAVED_MS = DAY_MS

/**
 * Keeps the pictures that were picked for a form which is sent live, so that the app's end loses them as
 * little as the words; none forgets them. Old ones of other forms go.
 */
export async function saveFormPhotos(
  form: string,
  photos: SavedFormPhotos['photos'],
  now = Date.now(),
): Promise<void> {
  const tx = (await store()).transaction('picked', 'readwrite')
  for (let at = await tx.store.openCursor(); at; at = await at.continue()) {
    if (now - at.value.at > FORM_SAVED_MS) await at.delete()
  }
  if (photos.length > 0) await tx.store.put({ photos, at: now }, form)
  else await tx.store.delete(form)
  await tx.done
}

/** The pictures kept for a form. */
export async function savedFormPhotos(form: string, now = Date.now()): Promise<SavedFormPhotos['photos']> {
  const kept = await (await store()).get('picked', form)
  return kept && now - kept.at <= FORM_SAVED_MS ? kept.photos : []
}

import type { SavedFormPhotos } from './schema.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { store } from './store.ts'

/**
 * How long an unsent live form's text and photos stay on the phone; older ones would overwrite newer facts.
 */
export const FORM_SAVED_MS = DAY_MS

/**
 * Saves the photos picked for a form that is sent live; an empty list deletes them. Other forms' photos older
 * than a day are deleted too.
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

/** The photos saved for a form. */
export async function savedFormPhotos(form: string, now = Date.now()): Promise<SavedFormPhotos['photos']> {
  const saved = await (await store()).get('picked', form)
  if (!saved || !(now - saved.at <= FORM_SAVED_MS) || !Array.isArray(saved.photos)) return []
  return saved.photos.filter(photo => typeof photo?.hash === 'string' && photo.bytes?.byteLength > 0)
}

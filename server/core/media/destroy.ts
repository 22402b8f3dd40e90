import type { Seal } from './seals.ts'
import type { PhotoStore } from './store-photo.ts'
import type { SweptStore } from './sweep.ts'
import { and, asc, eq, lt } from 'drizzle-orm'
import { coveredPhoto } from './cover.ts'
import { photoIsOnDisk, removeVersions, writePhoto } from './files.ts'
import { partsOf } from './seals.ts'
import { turnOf } from './store-photo.ts'
import { photoSeals } from './tables.ts'

const wholePhoto = { left: 0, top: 0, width: 1, height: 1 }

/**
 * Destroys originals that were sealed before an instant (ms), by overwriting them with what everybody sees,
 * for a hidden photo a grey sheet. Other code needs no change for it, and uploading the same bytes again does
 * not bring the original back. Returns how many. One whose file can't be read keeps no other from being
 * destroyed: it throws at the end.
 */
export async function destroyOriginals(store: SweptStore, before: number, now: number): Promise<number> {
  const due = await store.database.read
    .select()
    .from(photoSeals)
    .where(lt(photoSeals.sealedAt, before))
    .orderBy(asc(photoSeals.sealedAt))
  const troubles: unknown[] = []
  let destroyed = 0
  for (const seal of due) {
    if (store.isStopping()) break
    destroyed += await destroy(store, seal, now).catch((error: unknown) => {
      troubles.push(error)
      return 0
    })
  }
  if (troubles.length > 0)
    throw new Error(`${troubles.length} originals could not be destroyed`, { cause: troubles[0] })
  return destroyed
}

/** Returns 1, or 0 where staff have just changed the photo; the next night's run then destroys it. */
async function destroy(
  { database, folder }: PhotoStore,
  seal: Seal,
  now: number,
): Promise<number> {
  const { hash, version, isHidden, boxes } = seal
  // Drawn before the transaction. If the run is interrupted and repeated, it draws over the result, which
  // changes nothing.
  const shown = photoIsOnDisk(folder, hash)
    ? await coveredPhoto(folder, hash, isHidden ? [wholePhoto] : boxes)
    : undefined
  return await database.transact(async (tx) => {
    const still = await tx
      .update(photoSeals)
      .set({
        boxes: [],
        parts: partsOf(seal).filter(part => part.isHidden).map(part => ({ ...part, boxes: [] })),
        sealedAt: null,
        destroyedAt: now,
      })
      .where(and(eq(photoSeals.hash, hash), eq(photoSeals.version, version)))
      .returning({ hash: photoSeals.hash })
    if (still.length === 0) return 0
    if (shown) await writePhoto(folder, hash, shown)
    await removeVersions(folder, hash)
    return 1
  }, turnOf(hash))
}

import type { PhotoStore } from './store-photo.ts'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DAY_MS } from '#shared/kernel/day.ts'
import { and, eq, inArray, isNull, lt, or } from 'drizzle-orm'
import { removePhoto } from './files.ts'
import { turnOf } from './store-photo.ts'
import { photoLikenesses, photos, photoSeals, photoUploads } from './tables.ts'

const UNUSED_KEPT_MS = 30 * DAY_MS
const ORPHANS_KEPT_MS = DAY_MS
const AT_A_TIME = 200

/** A store in which something works for long; a server that stops leaves it between two photos. */
export interface SweptStore extends PhotoStore { readonly isStopping: () => boolean }

/** Deletes photos that nothing has named for 30 days, rows and files; returns how many. */
export async function sweepUnused(
  { database, folder, isStopping }: SweptStore,
  now: number,
): Promise<number> {
  const isUnused = and(isNull(photos.referencedAt), lt(photos.uploadedAt, now - UNUSED_KEPT_MS))
  let swept = 0
  for (;;) {
    const found = await database.read
      .select({ hash: photos.hash })
      .from(photos)
      .where(isUnused)
      .limit(AT_A_TIME)
    if (found.length === 0) return swept
    for (const { hash } of found) {
      if (isStopping()) return swept
      swept += await database.transact(async (tx) => {
        // Checked again inside the transaction: a report may have named it since.
        const still = await tx
          .update(photos)
          .set({ uses: 0 })
          .where(and(eq(photos.hash, hash), isUnused))
          .returning({ hash: photos.hash })
        if (still.length === 0) return 0
        await tx.delete(photoUploads).where(eq(photoUploads.hash, hash))
        await tx
          .delete(photoLikenesses)
          .where(or(eq(photoLikenesses.hash, hash), eq(photoLikenesses.earlierHash, hash)))
        await tx.delete(photoSeals).where(eq(photoSeals.hash, hash))
        await tx.delete(photos).where(eq(photos.hash, hash))
        // In its turn, so that an upload of the same photo comes wholly before or wholly after.
        await removePhoto(folder, hash)
        return 1
      }, turnOf(hash))
    }
  }
}

/**
 * Deletes files that a crash left without a row, and partly written ones, once they are a day old; returns
 * how many.
 */
export async function sweepOrphans(store: SweptStore, now: number): Promise<number> {
  let swept = 0
  for (const outer of await foldersIn(store.folder)) {
    for (const inner of await foldersIn(outer)) {
      if (store.isStopping()) return swept
      swept += await sweepFolder(store, inner, now - ORPHANS_KEPT_MS)
    }
  }
  return swept
}

async function sweepFolder({ database, folder }: PhotoStore, place: string, before: number): Promise<number> {
  const names = await readdir(place)
  const old = (
    await Promise.all(names.map(async name => ((await isOlder(join(place, name), before)) ? [name] : [])))
  ).flat()
  const halves = old.filter(name => name.endsWith('.tmp'))
  await Promise.all(halves.map(name => rm(join(place, name), { force: true })))
  const hashes = [...new Set(old.filter(name => name.endsWith('.jpg')).map(name => name.split('.')[0]!))]
  if (hashes.length === 0) return halves.length
  const rows = await database.read
    .select({ hash: photos.hash })
    .from(photos)
    .where(inArray(photos.hash, hashes))
  const known = new Set(rows.map(({ hash }) => hash))
  let swept = halves.length
  for (const hash of hashes.filter(hash => !known.has(hash))) {
    swept += await database.transact(async (tx) => {
      if (await tx.$count(photos, eq(photos.hash, hash)) > 0) return 0
      await removePhoto(folder, hash)
      return 1
    }, turnOf(hash))
  }
  return swept
}

async function isOlder(file: string, before: number): Promise<boolean> {
  return await stat(file).then(({ mtimeMs }) => mtimeMs < before, () => false)
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.filter(entry => entry.isDirectory()).map(entry => join(folder, entry.name))
}

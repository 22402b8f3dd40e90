import type { PhotoSize } from '#server/core/media/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { Copied } from './manifest.ts'
import { existsSync } from 'node:fs'
import { copyFile, link, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { photoFile, photoFolder, photoIsOnDisk, photos } from '#server/core/media/index.ts'
import { dialect } from '#server/database/dialect.ts'
import { openDatabase } from '#server/database/open-database.ts'
import { makeFolder } from '#server/make-folder.ts'
import { describe, writeManifest } from './manifest.ts'
import { requireSound } from './sqlite-file.ts'

export interface DataOfCity { readonly databaseUrl: string, readonly dataDir: string }
const DATABASE = 'little-bee.sqlite'
const sizes: readonly PhotoSize[] = ['full', 'thumb']

/**
 * Copies a running city into an empty folder and proves the copy. It holds the photos that the copied
 * database names; `missing` are those that are not on disk. The folder gets its name once it is complete.
 */
export async function makeBackup(
  city: DataOfCity,
  folder: string,
  now: Date,
): Promise<{ photos: number, missing: string[] }> {
  if (existsSync(folder) && (await readdir(folder)).length > 0)
    throw new Error(`${folder} is not empty: a backup needs a folder of its own.`)
  const partial = `${folder}.partial`
  await rm(partial, { recursive: true, force: true })
  makeFolder(partial)
  const isSqlite = dialect === 'sqlite'
  if (isSqlite) await copyDatabase(city.databaseUrl, join(partial, DATABASE))
  const hashes = await hashesIn(isSqlite ? `file:${join(partial, DATABASE)}` : city.databaseUrl)
  const { copied, missing } = await copyPhotos(photoFolder(city.dataDir), photoFolder(partial), hashes)
  await writeManifest(partial, {
    madeAt: now.toISOString(),
    database: isSqlite ? await describe(partial, DATABASE) : null,
    photos: copied.map(photo => ({ ...photo, file: join('photos', photo.file) })),
  })
  if (existsSync(folder)) await rmdir(folder)
  await rename(partial, folder)
  return { photos: hashes.length - missing.length, missing }
}

async function copyDatabase(url: string, copy: string) {
  const source = url.replace('file:', '')
  if (!existsSync(source)) throw new Error(`There is no city to back up: ${source} does not exist.`)
  const database = await openDatabase(url)
  await database.copyTo(copy).finally(database.close)
  requireSound(copy)
}

async function hashesIn(url: string): Promise<string[]> {
  const database = await openDatabase(url)
  const select = (read: Reader) => read.select({ hash: photos.hash }).from(photos)
  return (await select(database.read).finally(database.close)).map(({ hash }) => hash)
}

async function copyPhotos(from: string, to: string, hashes: readonly string[]) {
  const missing = hashes.filter(hash => !photoIsOnDisk(from, hash))
  const lost = new Set(missing)
  const copied: Copied[] = []
  for (const hash of hashes.filter(hash => !lost.has(hash))) {
    for (const size of sizes) {
      const file = photoFile(to, hash, size)
      await mkdir(dirname(file), { recursive: true })
      await linkOrCopy(photoFile(from, hash, size), file)
      copied.push(await describe(to, relative(to, file)))
    }
  }
  return { copied, missing }
}

/** Links where it can: a stored photo never changes, so a hard link is a copy that takes no space. */
async function linkOrCopy(from: string, to: string) {
  await link(from, to).catch(async () => await copyFile(from, to))
}

import type { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

export type PhotoSize = 'full' | 'thumb'

/** Where photos lie under the city's data folder. */
export const photoFolder = (dataDir: string): string => join(dataDir, 'photos')

/** Two levels of folders, so that none grows past what a file system likes. */
export const photoFile = (folder: string, hash: string, size: PhotoSize): string =>
  join(placeOf(folder, hash), `${hash}.${size}.jpg`)

/** The photo with parts covered, as a version shows it. */
export const coveredFile = (folder: string, hash: string, size: PhotoSize, version: number): string =>
  join(placeOf(folder, hash), `${hash}.v${version}.${size}.jpg`)

const placeOf = (folder: string, hash: string) => join(folder, hash.slice(0, 2), hash.slice(2, 4))

const bothFiles = (folder: string, hash: string) => [
  photoFile(folder, hash, 'full'),
  photoFile(folder, hash, 'thumb'),
]

export const photoIsOnDisk = (folder: string, hash: string): boolean =>
  bothFiles(folder, hash).every(file => existsSync(file))

/**
 * Writes both sizes durably, or neither: to a temporary file, flushed, then renamed. With a version they
 * stand beside the original.
 */
export async function writePhoto(
  folder: string,
  hash: string,
  bytes: Record<PhotoSize, Buffer>,
  version?: number,
): Promise<void> {
  const place = placeOf(folder, hash)
  const made = await mkdir(place, { recursive: true })
  const aside = (['full', 'thumb'] as const).map(size => ({
    size,
    file: version === undefined ? photoFile(folder, hash, size) : coveredFile(folder, hash, size, version),
    temporary: join(place, `${randomUUID()}.tmp`),
  }))
  try {
    for (const { size, temporary } of aside) await writeFlushed(temporary, bytes[size])
    for (const { file, temporary } of aside) await rename(temporary, file)
  }
  catch (error) {
    await Promise.all(aside.map(({ temporary }) => rm(temporary, { force: true })))
    throw error
  }
  await flushFolders(place, made === undefined ? place : dirname(folder))
}

/** Removes both sizes, if they are there, and all versions. */
export async function removePhoto(folder: string, hash: string): Promise<void> {
  await Promise.all(bothFiles(folder, hash).map(file => rm(file, { force: true })))
  await removeVersions(folder, hash)
}

/** Removes the versions beside the original, but for one. */
export async function removeVersions(folder: string, hash: string, except?: number): Promise<void> {
  const place = placeOf(folder, hash)
  const versions = (await readdir(place).catch(() => [])).filter(name => name.startsWith(`${hash}.v`))
  const kept = except === undefined ? '' : `${hash}.v${except}.`
  await Promise.all(versions
    .filter(name => kept === '' || !name.startsWith(kept))
    .map(name => rm(join(place, name), { force: true })))
}

async function writeFlushed(file: string, bytes: Buffer) {
  const handle = await open(file, 'wx')
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  }
  finally {
    await handle.close()
  }
}

/**
 * A file's name survives a power cut only once its folder is flushed; so does a new folder's name in its
 * parent.
 */
async function flushFolders(from: string, upTo: string) {
  for (let folder = from; !relative(upTo, folder).startsWith('..'); folder = dirname(folder)) {
    const handle = await open(folder, 'r')
    await handle.sync().finally(() => handle.close())
    if (folder === dirname(folder)) return
  }
}

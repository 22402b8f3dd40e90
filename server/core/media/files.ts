import type { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

export type PhotoSize = 'full' | 'thumb'

/** Where photos lie under the city's data folder. */
export const photoFolder = (dataDir: string): string => join(dataDir, 'photos')

/** Two levels of folders, so that none grows past what a file system likes. */
export const photoFile = (folder: string, hash: string, size: PhotoSize): string =>
  join(folder, hash.slice(0, 2), hash.slice(2, 4), `${hash}.${size}.jpg`)

const bothFiles = (folder: string, hash: string) => [
  photoFile(folder, hash, 'full'),
  photoFile(folder, hash, 'thumb'),
]

export const photoIsOnDisk = (folder: string, hash: string): boolean =>
  bothFiles(folder, hash).every(file => existsSync(file))

/** Writes both sizes durably, or neither: to a temporary file, flushed, then renamed. */
export async function writePhoto(
  folder: string,
  hash: string,
  bytes: Record<PhotoSize, Buffer>,
): Promise<void> {
  const place = dirname(photoFile(folder, hash, 'full'))
  const made = await mkdir(place, { recursive: true })
  const aside = (['full', 'thumb'] as const).map(size => ({
    size,
    file: photoFile(folder, hash, size),
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

/** Removes both sizes, if they are there. */
export async function removePhoto(folder: string, hash: string): Promise<void> {
  await Promise.all(bothFiles(folder, hash).map(file => rm(file, { force: true })))
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

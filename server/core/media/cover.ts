import type { PhotoBox } from '#shared/media/schemas.ts'
import type { Buffer } from 'node:buffer'
import type { PhotoSize } from './files.ts'
import type { Seal } from './seals.ts'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { coveredFile, photoFile, removeVersions, writePhoto } from './files.ts'

type Covered = Pick<Seal, 'hash' | 'boxes' | 'version'>

const inWork = new Map<string, Promise<void>>()

/**
 * The file that everybody gets of a photo. One with parts covered is made from the original when it is first
 * asked for, so that no transaction waits for it and a server that died has left nothing undone.
 */
export async function shownFile(
  folder: string,
  hash: string,
  size: PhotoSize,
  seal: Covered | undefined,
): Promise<string> {
  if (!seal || seal.boxes.length === 0) return photoFile(folder, hash, size)
  const file = coveredFile(folder, hash, size, seal.version)
  if (existsSync(file)) return file
  const key = `${hash} ${seal.version}`
  const working = inWork.get(key) ?? makeCovered(folder, seal).finally(() => inWork.delete(key))
  inWork.set(key, working)
  await working
  return file
}

async function makeCovered(folder: string, { hash, boxes, version }: Covered) {
  await writePhoto(folder, hash, await coveredPhoto(folder, hash, boxes), version)
  await removeVersions(folder, hash, version)
}

/** Both sizes of the photo with its parts covered. */
export async function coveredPhoto(
  folder: string,
  hash: string,
  boxes: readonly PhotoBox[],
): Promise<Record<PhotoSize, Buffer>> {
  const { cover } = await import('./develop.ts')
  return await cover(await readFile(photoFile(folder, hash, 'full')), boxes)
}

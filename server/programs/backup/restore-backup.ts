import type { DataOfCity } from './make-backup.ts'
import type { Copied, Manifest } from './manifest.ts'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { photoFolder } from '#server/core/media/index.ts'
import { dialect } from '#server/database/dialect.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { prove, readProven } from './manifest.ts'
import { isInUse, partsOf, requireSound, skipNumbers } from './sqlite-file.ts'

/** More reports or orders than a city gets in one day. */
const NUMBERS_A_DAY = 1000
interface Moved { readonly from: string, readonly to: string }
interface Restored { photos: number, madeAt: string, aside: string[] }

/**
 * Proves a backup, puts it in the place of a city's data and checks what it wrote. Earlier data is moved
 * aside, never deleted, and moved back if anything goes wrong. Throws, changing nothing, while the server
 * runs, and where data exists unless `force`.
 */
export async function restoreBackup(
  city: DataOfCity,
  folder: string,
  { force, now }: { force: boolean, now: Date },
): Promise<Restored> {
  const manifest = await readProven(folder)
  const result = { photos: manifest.photos.length / 2, madeAt: manifest.madeAt }
  if ((manifest.database === null) !== (dialect === 'postgresql'))
    throw new Error('The backup is of a city on the other database engine: check DATABASE_URL.')
  if (manifest.database === null) {
    await addPhotos(folder, city.dataDir, manifest.photos)
    return { ...result, aside: [] }
  }
  const file = city.databaseUrl.replace('file:', '')
  if (isInUse(file)) throw new Error('The server is running: stop it first.')
  const existing = [...partsOf(file), photoFolder(city.dataDir)].filter(path => existsSync(path))
  if (existing.length > 0 && !force) {
    throw new Error(
      `There is a city already (${existing[0]}): `
      + '--force moves its data aside and puts the backup in its place.',
    )
  }
  const moved = await moveAside(existing, `before-restore-${now.toISOString().replace(/\W/g, '-')}`)
  try {
    await putBack(folder, file, city.dataDir, manifest)
    skipNumbers(file, numbersToSkip(manifest.madeAt, now))
  }
  catch (error) {
    await undo(moved, [...partsOf(file), photoFolder(city.dataDir)])
    throw error
  }
  return { ...result, aside: [...new Set(moved.map(({ to }) => dirname(to)))] }
}

/**
 * At least as many numbers as were given since the backup: people know those, and they must not name other
 * reports now.
 */
const numbersToSkip = (madeAt: string, now: Date): number =>
  NUMBERS_A_DAY * Math.max(1, Math.ceil((now.getTime() - Date.parse(madeAt)) / DAY_MS))

async function putBack(folder: string, file: string, dataDir: string, manifest: Manifest) {
  await mkdir(dirname(file), { recursive: true })
  await copyFlushed(join(folder, manifest.database!.file), file)
  requireSound(file)
  await addPhotos(folder, dataDir, manifest.photos)
}

/** Adds photos and keeps existing ones: they are the same, or their original was destroyed since. */
async function addPhotos(folder: string, dataDir: string, photos: readonly Copied[]) {
  const missing = photos.filter(({ file }) => !existsSync(join(dataDir, file)))
  for (const { file } of missing) {
    const target = join(dataDir, file)
    await mkdir(dirname(target), { recursive: true })
    await copyFlushed(join(folder, file), target)
  }
  await prove(dataDir, missing)
}

async function moveAside(paths: readonly string[], name: string): Promise<Moved[]> {
  const moved = paths.map(from => ({ from, to: join(dirname(from), name, basename(from)) }))
  for (const { from, to } of moved) {
    await mkdir(dirname(to), { recursive: true })
    await rename(from, to)
  }
  return moved
}

async function undo(moved: readonly Moved[], placed: readonly string[]) {
  for (const path of placed) await rm(path, { recursive: true, force: true })
  for (const { from, to } of moved) await rename(to, from)
}

async function copyFlushed(from: string, to: string) {
  await copyFile(from, `${to}.tmp`)
  const handle = await open(`${to}.tmp`, 'r+')
  await handle.sync().finally(() => handle.close())
  await rename(`${to}.tmp`, to)
}

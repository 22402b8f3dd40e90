import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import * as v from 'valibot'

const MANIFEST = 'manifest.json'

const Copied = v.object({ file: v.string(), bytes: v.number(), sha256: v.string() })
export type Copied = v.InferOutput<typeof Copied>
/**
 * What a backup holds; `file` is relative to its folder. `database` is null for a PostgreSQL city, which
 * pg_dump copies.
 */
const Manifest = v.object({ madeAt: v.string(), database: v.nullable(Copied), photos: v.array(Copied) })
export type Manifest = v.InferOutput<typeof Manifest>

/** Size and digest of a file in the backup's folder. */
export async function describe(folder: string, file: string): Promise<Copied> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(join(folder, file)), hash)
  return { file, bytes: (await stat(join(folder, file))).size, sha256: hash.digest('hex') }
}

/** Writes the manifest last of all: a folder without one is no backup. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const handle = await open(join(folder, MANIFEST), 'wx')
  try {
    await handle.writeFile(JSON.stringify(manifest, null, 1))
    await handle.sync()
  }
  finally {
    await handle.close()
  }
}

/**
 * Reads a backup's manifest and proves every file against it; throws with a sentence when anything is missing
 * or differs.
 */
export async function readProven(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => {
    throw new Error(`${folder} is no backup: it has no ${MANIFEST}.`)
  })
  const manifest = v.parse(Manifest, JSON.parse(text))
  await prove(folder, [...manifest.photos, ...(manifest.database ? [manifest.database] : [])])
  return manifest
}

/** Throws unless each of the files is there, byte for byte. */
export async function prove(folder: string, files: readonly Copied[]): Promise<void> {
  for (const { file, sha256 } of files) {
    const found = await describe(folder, file).catch(() => undefined)
    if (found?.sha256 !== sha256)
      throw new Error(`${join(folder, file)} is ${found ? 'damaged' : 'missing'}.`)
  }
}

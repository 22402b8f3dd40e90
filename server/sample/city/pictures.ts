import type { Database, Transaction } from '#server/database/database.ts'
import type { Buffer } from 'node:buffer'
import type { SceneName } from '../scenes.ts'
import type { DrawnReport } from './reports.ts'
import { createHash } from 'node:crypto'
import { photoFolder, photos, storePhoto } from '#server/core/media/index.ts'
import { eq } from 'drizzle-orm'
import { draw } from '../draw.ts'
import { sampleGoods } from '../goods.ts'
import { sampleId } from '../people.ts'
import { sampleTemplates } from '../reports.ts'
import { drawScene } from '../scenes.ts'
import { VARIANTS } from './reports.ts'

/** Where drawings are stored, and since when they count as sent (ms). */
interface Pictures { readonly database: Database, readonly dataDir: string, readonly at: number }

async function save({ database, dataDir, at }: Pictures, bytes: Buffer): Promise<string> {
  const hash = createHash('sha256').update(bytes).digest('hex')
  const sent = { hash, bytes, accountId: sampleId('admin'), now: at }
  await storePhoto({ database, folder: photoFolder(dataDir) }, sent)
  return hash
}

/**
 * Draws each scene in all its variants, before and after. Returns a function that gives the hash of a
 * report's picture; `turn`: the number of the resolution.
 */
export async function drawScenes(pictures: Pictures) {
  const scenes = [...new Set(sampleTemplates.map(({ scene }) => sceneOf(scene)))]
  const hashes = new Map<string, string>()
  for (const scene of scenes) {
    for (let variant = 0; variant < VARIANTS; variant++) {
      for (const part of ['before', 'after'] as const) {
        const bytes = await drawScene(scene, part === 'after', variant * 31 + scenes.indexOf(scene))
        hashes.set(`${scene} ${part} ${variant}`, await save(pictures, bytes))
      }
    }
  }
  return ({ template, variant }: DrawnReport, part: 'before' | 'after', turn: number) =>
    hashes.get(`${sceneOf(template.scene)} ${part} ${(variant + turn) % VARIANTS}`)!
}
const sceneOf = (scene: SceneName | 'photograph'): SceneName => scene === 'photograph' ? 'litter' : scene

/** Draws the goods. Returns a function that gives the hash of a picture by its name. */
export async function drawGoods(pictures: Pictures) {
  const hashes = new Map<string, string>()
  for (const { picture } of sampleGoods)
    hashes.set(picture, await save(pictures, await draw(`goods/${picture}`)))
  return (picture: string) => hashes.get(picture)!
}

/** Marks photos as used, as often as they were, since their first use. */
export async function countUses(
  tx: Transaction,
  named: readonly { readonly hash: string, readonly at: number }[],
): Promise<void> {
  const used = new Map<string, { uses: number, referencedAt: number }>()
  for (const { hash, at } of named) {
    const { uses, referencedAt } = used.get(hash) ?? { uses: 0, referencedAt: at }
    used.set(hash, { uses: uses + 1, referencedAt: Math.min(referencedAt, at) })
  }
  for (const [hash, counted] of used) await tx.update(photos).set(counted).where(eq(photos.hash, hash))
}

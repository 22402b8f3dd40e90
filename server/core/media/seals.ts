import type { Reader, Transaction } from '#server/database/database.ts'
import type { SealPart } from './tables.ts'
import { rowsChanged } from '#server/database/prepared.ts'
import { insertOnce } from '#server/database/rows.ts'
import { and, eq, inArray } from 'drizzle-orm'
import { photoSeals } from './tables.ts'

export type Seal = typeof photoSeals.$inferSelect

/** What staff have done to a photo; undefined where nobody has. */
export async function sealOf(read: Reader, hash: string): Promise<Seal | undefined> {
  const [seal] = await read.select().from(photoSeals).where(eq(photoSeals.hash, hash))
  return seal
}

/** What staff have done to these photos. */
export const sealsOf = async (read: Reader, hashes: readonly string[]): Promise<Seal[]> =>
  hashes.length === 0
    ? []
    : await read.select().from(photoSeals).where(inArray(photoSeals.hash, [...hashes]))

/** The hidden ones among the photos. */
export async function hiddenAmong(read: Reader, hashes: readonly string[]): Promise<ReadonlySet<string>> {
  const seals = await sealsOf(read, hashes)
  return new Set(seals.filter(({ isHidden }) => isHidden).map(({ hash }) => hash))
}

/** Whether the photo shown differs from the one sent. */
export const isAltered = ({ sealedAt, destroyedAt }: Pick<Seal, 'sealedAt' | 'destroyedAt'>): boolean =>
  sealedAt !== null || destroyedAt !== null

/** Whether the original that the phone sent still exists. */
export const hasOriginal = ({ sealedAt, destroyedAt }: Pick<Seal, 'sealedAt' | 'destroyedAt'>): boolean =>
  sealedAt !== null && destroyedAt === null

/** The coverings of a photo, one for each report that it was covered for. */
export function partsOf(seal: Seal | undefined): SealPart[] {
  if (!seal) return []
  const { parts, ref, isHidden, boxes } = seal
  return (parts ?? [{ ref, isHidden, boxes }]).filter(part => part.isHidden || part.boxes.length > 0)
}

interface NewSeal {
  readonly hash: string
  /** The version that was decided on; 0 where there was none. */
  readonly seen: number
  /** All coverings from now on; none shows the photo whole again. */
  readonly parts: SealPart[]
  /** The report for which it is changed. */
  readonly ref: string
}

/**
 * Hides a photo, covers parts of it, or shows it whole again; everybody gets the next version once this
 * commits. False, and nothing changed, if the photo was changed since `seen`.
 */
export async function changeSeal(
  tx: Transaction,
  { hash, seen, parts, ref }: NewSeal,
  now: number,
): Promise<boolean> {
  const before = await sealOf(tx, hash)
  const isHidden = parts.some(part => part.isHidden)
  const boxes = parts.flatMap(part => part.boxes)
  const isWhole = !isHidden && boxes.length === 0
  // The time runs from the first change on: covering more does not keep the original for longer.
  const sealedAt = isWhole ? null : before?.sealedAt ?? now
  const next = { isHidden, boxes, parts, version: seen + 1, ref, sealedAt }
  if (!before) return seen === 0 && await insertOnce(tx, photoSeals, { hash, ...next }) === 1
  const isSeen = and(eq(photoSeals.hash, hash), eq(photoSeals.version, seen))
  return rowsChanged(await tx.update(photoSeals).set(next).where(isSeen)) === 1
}

import type { Reader } from '#server/database/database.ts'
import type { PhotoRef } from '#shared/media/schemas.ts'
import { inArray } from 'drizzle-orm'
import { photos } from './tables.ts'

/** What an answer says of each photo, by hash; one that isn't stored is absent. */
export async function photoRefs(read: Reader, hashes: readonly string[]): Promise<Map<string, PhotoRef>> {
  if (hashes.length === 0) return new Map()
  const rows = await read.select({ hash: photos.hash, thumbhash: photos.thumbhash }).from(photos).where(inArray(photos.hash, [...new Set(hashes)]))
  return new Map(rows.map(row => [row.hash, row]))
}

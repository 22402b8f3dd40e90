import type { Reader } from '#server/database/database.ts'
import type { PhotoRef } from '#shared/media/schemas.ts'
import { inArray } from 'drizzle-orm'
import { photos } from './tables.ts'

/** A photo as answers carry it; null where there is none, or it is not stored. */
export type RefOf = (hash: string | null | undefined) => PhotoRef | null

/** Looks up the references of these photos, all at once. */
export async function photoRefs(read: Reader, hashes: readonly (string | null)[]): Promise<RefOf> {
  const wanted = [...new Set(hashes)].filter(hash => hash !== null)
  const rows =
    wanted.length === 0
      ? []
      : await read
          .select({ hash: photos.hash, thumbhash: photos.thumbhash })
          .from(photos)
          .where(inArray(photos.hash, wanted))
  const refs = new Map(rows.map(row => [row.hash, row]))
  return hash => refs.get(hash ?? '') ?? null
}

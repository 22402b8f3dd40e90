import type { Reader } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { PhotoRef } from '#shared/media/schemas.ts'
import type { Column } from 'drizzle-orm'
import type { Seal } from './seals.ts'
import { prepared, rowsChanged } from '#server/database/prepared.ts'
import { NotYet } from '#server/sync/context.ts'
import { dayOf, startOfDay } from '#shared/kernel/day.ts'
import { and, eq, exists, gt, gte, inArray, sql } from 'drizzle-orm'
import { isAltered } from './seals.ts'
import { photos, photoSeals, photoUploads } from './tables.ts'

/** A photo as answers carry it; null where there is none, or it is not stored. */
export type RefOf = (hash: string | null | undefined) => PhotoRef | null

/** Looks up the references of these photos, all at once. */
export async function photoRefs(read: Reader, hashes: readonly (string | null)[]): Promise<RefOf> {
  const wanted = [...new Set(hashes)].filter(hash => hash !== null)
  const rows =
    wanted.length === 0
      ? []
      : await read
          .select({ hash: photos.hash, thumbhash: photos.thumbhash, seal: photoSeals })
          .from(photos)
          .leftJoin(photoSeals, eq(photoSeals.hash, photos.hash))
          .where(inArray(photos.hash, wanted))
  const refs = new Map(rows.map(row => [row.hash, refOf(row)]))
  return hash => refs.get(hash ?? '') ?? null
}

interface Found { readonly hash: string, readonly thumbhash: string, readonly seal: Seal | null }

/**
 * A photo that staff have altered has no thumbhash, because the original's blur would show what was covered.
 */
const refOf = ({ hash, thumbhash, seal }: Found): PhotoRef => ({
  hash,
  thumbhash: seal && isAltered(seal) ? null : thumbhash,
  ...seal && { version: seal.version },
  ...seal?.isHidden && { isHidden: true },
})

/** True when this person has sent the photo's bytes before. */
export async function hasSent(read: Reader, accountId: string, hash: string): Promise<boolean> {
  return (
    (await read.$count(photoUploads, and(eq(photoUploads.hash, hash), eq(photoUploads.accountId, accountId))))
    > 0
  )
}

const findSent = prepared(
  (read: Reader, { accountId, hashes }: Slots<{ accountId: string, hashes: string[] }>) =>
    read
      .select({ hash: photoUploads.hash })
      .from(photoUploads)
      .where(and(eq(photoUploads.accountId, accountId), inArray(photoUploads.hash, hashes)))
      .prepare('find_sent'),
)

/** Those of the photos whose bytes this person has sent. */
export async function sentAmong(
  read: Reader,
  accountId: string,
  hashes: readonly string[],
): Promise<Set<string>> {
  const asked = [...new Set(hashes)]
  const rows = asked.length === 0 ? [] : await findSent(read, { accountId, hashes: asked })
  return new Set(rows.map(({ hash }) => hash))
}

/**
 * As a condition inside another query, whether somebody has sent a photo; both arguments are columns of that
 * query.
 */
export const areSentBy = (read: Reader, hash: Column, accountId: Column) =>
  read
    .select({ hash: photoUploads.hash })
    .from(photoUploads)
    .where(and(eq(photoUploads.hash, hash), eq(photoUploads.accountId, accountId)))

/** How many photos this person has sent since Shanghai's midnight. */
export const sentToday = (read: Reader, accountId: string, now: number): Promise<number> =>
  read.$count(
    photoUploads,
    and(eq(photoUploads.accountId, accountId), gte(photoUploads.uploadedAt, startOfDay(dayOf(now)))),
  )

/** Whether one of these photos already stands in something. */
export const areUsed = async (read: Reader, hashes: readonly string[]): Promise<boolean> =>
  hashes.length > 0
  && await read.$count(photos, and(inArray(photos.hash, [...hashes]), gt(photos.uses, 0))) > 0

/** Marks the photos that this person has sent as used, in one statement. */
const hold = prepared(
  (tx, { now, accountId, hashes }: Slots<{ now: number, accountId: string, hashes: string[] }>) => {
    const sentByThem = tx
      .select({ hash: photoUploads.hash })
      .from(photoUploads)
      .where(and(eq(photoUploads.hash, photos.hash), eq(photoUploads.accountId, accountId)))
    return tx
      .update(photos)
      .set({ uses: sql`${photos.uses} + 1`, referencedAt: sql`coalesce(${photos.referencedAt}, ${now})` })
      .where(and(inArray(photos.hash, hashes), exists(sentByThem)))
      .prepare('hold_photos')
  },
)

/**
 * Marks the photos that a command names as used, so that they are not swept, and returns them, each once.
 * Throws `NotYet` with those that this person has not sent; somebody else's counts as not sent, so that
 * knowing its hash gains nothing.
 */
export async function requirePhotos(
  { tx, actor: { accountId }, now }: Pick<CommandContext, 'tx' | 'actor' | 'now'>,
  hashes: readonly string[],
): Promise<string[]> {
  const wanted = [...new Set(hashes)]
  if (wanted.length === 0) return wanted
  if (rowsChanged(await hold(tx, { now, accountId, hashes: wanted })) === wanted.length) return wanted
  const sent = await sentAmong(tx, accountId, wanted)
  throw new NotYet(wanted.filter(hash => !sent.has(hash)))
}

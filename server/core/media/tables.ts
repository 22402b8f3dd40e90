import type { PhotoBox } from '#shared/media/schemas.ts'
import {
  check,
  flag,
  index,
  instant,
  integer,
  json,
  primaryKey,
  real,
  table,
  text,
} from '#server/database/columns.ts'
import { sql } from 'drizzle-orm'

/**
 * A stored photo. Its name is the digest of the bytes that the phone sent; the stored file is encoded again,
 * without metadata.
 */
export const photos = table('photos', {
  hash: text('hash').primaryKey(),
  width: integer('width').notNull(),
  height: integer('height').notNull(),
  thumbhash: text('thumbhash').notNull(), // Base64.
  // The 64-bit dHash in four bands, so that either engine finds near ones by an index.
  d0: integer('d0').notNull(),
  d1: integer('d1').notNull(),
  d2: integer('d2').notNull(),
  d3: integer('d3').notNull(),
  // What the file said of itself; for staff only.
  takenAt: instant('taken_at'),
  latitude: real('latitude'),
  longitude: real('longitude'),
  uploadedAt: instant('uploaded_at').notNull(),
  referencedAt: instant('referenced_at'), // When something first named it; until then it may be swept.
  uses: integer('uses').notNull().default(0), // How many times something has named it.
}, t => [
  check('photos_use', sql`(${t.referencedAt} is null) = (${t.uses} = 0)`),
  check('photos_place', sql`(${t.latitude} is null) = (${t.longitude} is null)`),
  index('photos_by_d0').on(t.d0),
  index('photos_by_d1').on(t.d1),
  index('photos_by_d2').on(t.d2),
  index('photos_by_d3').on(t.d3),
  index('photos_unused').on(t.uploadedAt).where(sql`referenced_at is null`),
])

/** What was taken off a photo for one report. */
export interface SealPart {
  readonly ref: string
  readonly isHidden: boolean
  readonly boxes: PhotoBox[]
}

/**
 * Photos that staff have hidden, or covered in parts. The original is sealed, and after its time destroyed. A
 * row stays when the photo is shown whole again, since a version is never used twice.
 */
export const photoSeals = table('photo_seals', {
  hash: text('hash').primaryKey().references(() => photos.hash),
  version: integer('version').notNull(),
  isHidden: flag('is_hidden').notNull(), // Nobody sees it, whatever is covered. For any of the parts.
  boxes: json('boxes').$type<PhotoBox[]>().notNull(), // Those of all parts.
  ref: text('ref').notNull(), // What it was changed for last: a report.
  // The same bytes may stand in reports of several areas. Null from before there were parts: all is `ref`'s.
  parts: json('parts').$type<SealPart[]>(),
  sealedAt: instant('sealed_at'), // Null where nothing waits to be destroyed.
  destroyedAt: instant('destroyed_at'), // The original is no more; the files are what was shown of it.
})

/** Who has sent a photo's bytes: only they may name it in a command, or see it before a report does. */
export const photoUploads = table('photo_uploads', {
  hash: text('hash').notNull().references(() => photos.hash),
  accountId: text('account_id').notNull(),
  uploadedAt: instant('uploaded_at').notNull(),
}, t => [
  primaryKey({ columns: [t.hash, t.accountId] }),
  index('photo_uploads_by_account').on(t.accountId, t.uploadedAt),
])

/**
 * Photos that looked like an earlier one when they arrived: found once then, so that filing a report needs no
 * search.
 */
export const photoLikenesses = table('photo_likenesses', {
  hash: text('hash').notNull().references(() => photos.hash),
  earlierHash: text('earlier_hash').notNull().references(() => photos.hash),
  distance: integer('distance').notNull(), // Bits of the dHash that differ.
}, t => [
  primaryKey({ columns: [t.hash, t.earlierHash] }),
  index('photo_likenesses_by_earlier').on(t.earlierHash),
])

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
  // Time and place from the file's EXIF; for staff only.
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

/** What was covered or hidden of a photo for one report. */
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
  isHidden: flag('is_hidden').notNull(), // True if it is hidden for any of the reports, whatever is covered.
  boxes: json('boxes').$type<PhotoBox[]>().notNull(), // The rectangles of all parts.
  ref: text('ref').notNull(), // The report for which it was changed last.
  // By report, as the same bytes may stand in reports of several areas. Null in rows from before there were
  // parts: then everything belongs to `ref`.
  parts: json('parts').$type<SealPart[]>(),
  sealedAt: instant('sealed_at'), // Null if no original waits to be destroyed.
  // When the original was destroyed; the stored files are then the altered ones.
  destroyedAt: instant('destroyed_at'),
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

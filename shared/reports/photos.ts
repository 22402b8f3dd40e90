import { Id, PhotoHash, textOf, wholeNumber } from '#shared/kernel/fields.ts'
import { CoverBox, PHOTO_BOXES_MAX, PhotoBox } from '#shared/media/schemas.ts'
import * as v from 'valibot'

const Reason = textOf(1, 500)
/** More often than anybody changes a photo. */
const VERSIONS_MAX = 1_000_000

/** `version`: the version of the photo that was seen, 0 for the original. */
const sealing = {
  reportId: Id,
  hash: PhotoHash,
  version: wholeNumber(0, VERSIONS_MAX),
  reason: Reason, // Its reporter reads it.
}
/** Staff hide a photo of a report from everybody, or show it whole again. */
export const SealPhoto = v.object(sealing)
/** Staff cover parts of a photo; parts covered before and not named become visible again. */
export const CoverPhoto = v.object({
  ...sealing,
  boxes: v.pipe(v.array(CoverBox), v.minLength(1), v.maxLength(PHOTO_BOXES_MAX)),
})
/** Opens the sealed original of a photo, for a reason. */
export const OpenSealed = v.object({ reportId: Id, hash: PhotoHash, reason: Reason })
export const SealedPhoto = v.object({ jpeg: v.string() }) // Base64.

/** The covered parts of a photo, and whether the original still exists; hidden photos have one too. */
export const PhotoSeal = v.object({ hash: PhotoHash, boxes: v.array(PhotoBox), hasOriginal: v.boolean() })

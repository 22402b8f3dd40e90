import { PhotoHash } from '#shared/kernel/fields.ts'
import * as v from 'valibot'

/**
 * A photo in an answer; `thumbhash` (base64) paints a blur before the bytes are there. `version` rises with
 * each change by staff; absent where there was none.
 */
export const PhotoRef = v.object({
  hash: PhotoHash,
  thumbhash: v.nullable(v.string()),
  version: v.optional(v.number()),
  isHidden: v.optional(v.literal(true)), // Staff have hidden it from everybody.
})
export type PhotoRef = v.InferOutput<typeof PhotoRef>

/** Where a stored photo is served from; each version has an address of its own: no cache mixes them. */
export const photoPath = (hash: string, size: 'thumb' | 'full', version?: number): string =>
  `/api/photos/${hash}/${size}${version === undefined ? '' : `?v=${version}`}`

export const PHOTO_BOXES_MAX = 20
const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))
/** A rectangle on a photo, in shares of its width and height from the top left. */
export const PhotoBox = v.object({ left: Share, top: Share, width: Share, height: Share })
export type PhotoBox = v.InferOutput<typeof PhotoBox>
/** Less than this share of a side covers nothing. */
const COVER_MIN = 0.01
/** A rectangle that covers something of the photo. */
export const CoverBox = v.pipe(PhotoBox, v.check(({ left, top, width, height }) =>
  Math.min(width, 1 - left) >= COVER_MIN && Math.min(height, 1 - top) >= COVER_MIN))

/** Why a photo was not taken in; each has its Chinese sentence in `photoRefusals`. */
export const photoRefusals = {
  'photo.digest': '照片在路上损坏了，会自动重传。',
  'photo.empty': '照片是空文件，请重新拍摄。',
  'photo.tooLarge': '照片超过 12 MB，请换一张小一些的。',
  'photo.tooManyPixels': '照片像素太高，打不开。请在相机设置里调低分辨率（如 1200 万像素）再拍，或截屏后上传。',
  'photo.heic': '暂不支持 HEIC 照片，请在相机设置里改为“兼容性最佳”（JPEG），或截屏后上传。',
  'photo.video': '这是视频，请选择照片。',
  'photo.unsupported': '只支持 JPEG、PNG 和 WebP 照片。',
  'photo.broken': '照片文件不完整或已损坏，请重新拍摄。',
  'photo.quota': '今天上传的照片太多了，明天再试。',
} as const
export type PhotoRefusal = keyof typeof photoRefusals

import { PhotoHash } from '#shared/kernel/fields.ts'
import * as v from 'valibot'

/**
 * A photo in an answer; `thumbhash` (base64) shows a blur before the bytes arrive. `version` rises with each
 * change by staff; absent without one.
 */
export const PhotoRef = v.object({
  hash: PhotoHash,
  thumbhash: v.nullable(v.string()),
  version: v.optional(v.number()),
  isHidden: v.optional(v.literal(true)), // Staff have hidden it from everybody.
})
export type PhotoRef = v.InferOutput<typeof PhotoRef>

/** The path of a stored photo; each version has an address of its own, so that no cache confuses them. */
export const photoPath = (hash: string, size: 'thumb' | 'full', version?: number): string =>
  `/api/photos/${hash}/${size}${version === undefined ? '' : `?v=${version}`}`

export const PHOTO_BOXES_MAX = 20
const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))
/** A rectangle on a photo, as shares of its width and height from the top left. */
export const PhotoBox = v.object({ left: Share, top: Share, width: Share, height: Share })
export type PhotoBox = v.InferOutput<typeof PhotoBox>
/** A rectangle with a side below this share covers nothing. */
const COVER_MIN = 0.01
/** A rectangle large enough to cover something. */
export const CoverBox = v.pipe(PhotoBox, v.check(({ left, top, width, height }) =>
  Math.min(width, 1 - left) >= COVER_MIN && Math.min(height, 1 - top) >= COVER_MIN))

/** Why a photo was refused, with the Chinese sentence for each code. */
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

export interface Size { width: number, height: number }

/** The long side of a photo, and of its thumbnail (px); `fitPhoto` says when it may be longer. */
export const PHOTO_SIDE = 1600
export const THUMB_SIDE = 320

/** The least short side, as a share of `side`; below it the text of a screenshot can't be read. */
const SHORT_SHARE = 0.45
/**
 * The limits of keeping the short side readable: this many squares of `side` in all, and sides that every
 * canvas supports.
 */
const SQUARES_MAX = 4
const LONG_MAX = 10

/**
 * The size in which a picture is saved, in px. The long side becomes `side`; of a picture longer than 20:9
 * the short side stays readable instead. No picture grows.
 */
export function fitPhoto({ width, height }: Size, side: number = PHOTO_SIDE): Size {
  const [long, short] = [Math.max(width, height), Math.min(width, height)]
  const readable = Math.min(
    (SHORT_SHARE * side) / short,
    (LONG_MAX * side) / long,
    side * Math.sqrt(SQUARES_MAX / (width * height)),
  )
  const scale = Math.min(1, Math.max(side / long, readable))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** How much of the shorter side the viewfinder shows; the style sheet of the scanner draws the same. */
export const VIEWFINDER = 0.8
/** The side of what is looked through (px): enough for the longest code, and few enough for an old phone. */
const FRAME_MAX = 720
const PICTURE_MAX = 1600

/** The square in the middle of a frame that the viewfinder shows. */
export function viewfinderOf({ width, height }: { width: number, height: number }) {
  const side = Math.floor(Math.min(width, height) * VIEWFINDER)
  return { x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2), side }
}

/** What the viewfinder shows of a running video; null before its first frame. */
export function frameOf(video: HTMLVideoElement, onto: HTMLCanvasElement): HTMLCanvasElement | null {
  if (video.videoWidth === 0) return null
  const { x, y, side } = viewfinderOf({ width: video.videoWidth, height: video.videoHeight })
  const drawn = Math.min(side, FRAME_MAX)
  Object.assign(onto, { width: drawn, height: drawn })
  onto.getContext('2d', { willReadFrequently: true })!.drawImage(video, x, y, side, side, 0, 0, drawn, drawn)
  return onto
}

/** A picture from the album, small enough to be looked through; null for what is no picture. */
export async function pictureOf(file: Blob): Promise<HTMLCanvasElement | null> {
  const bitmap = await createImageBitmap(file).catch(() => null)
  if (!bitmap) return null
  const scale = Math.min(1, PICTURE_MAX / Math.max(bitmap.width, bitmap.height))
  const canvas = Object.assign(document.createElement('canvas'), {
    width: Math.round(bitmap.width * scale),
    height: Math.round(bitmap.height * scale),
  })
  const paint = canvas.getContext('2d', { willReadFrequently: true })!
  paint.fillStyle = '#fff' // A screenshot with holes in it would be black on black.
  paint.fillRect(0, 0, canvas.width, canvas.height)
  paint.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  return canvas
}

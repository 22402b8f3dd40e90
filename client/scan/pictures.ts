import { sizeOf, withImage } from '#client/photos/image.ts'
import { fitPhoto } from '#shared/media/sizes.ts'

/** Share of the shorter side that the viewfinder shows; scanner.css draws the same. */
export const VIEWFINDER = 0.8
/** Side of the frame that is read (px): enough for the longest code, and quick on an old phone. */
const FRAME_MAX = 720

/** The square in the middle of a frame that the viewfinder shows. */
export function viewfinderOf({ width, height }: { width: number, height: number }) {
  const side = Math.floor(Math.min(width, height) * VIEWFINDER)
  return { x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2), side }
}

/** The viewfinder's part of a video's current frame; null before its first. */
export function frameOf(video: HTMLVideoElement, onto: HTMLCanvasElement): HTMLCanvasElement | null {
  if (video.videoWidth === 0) return null
  const { x, y, side } = viewfinderOf({ width: video.videoWidth, height: video.videoHeight })
  const drawn = Math.min(side, FRAME_MAX)
  Object.assign(onto, { width: drawn, height: drawn })
  onto.getContext('2d', { willReadFrequently: true })!.drawImage(video, x, y, side, side, 0, 0, drawn, drawn)
  return onto
}

/** A picture from the album, in the size of `fitPhoto`; null when the file is no picture. */
export const pictureOf = (file: Blob): Promise<HTMLCanvasElement | null> =>
  withImage(file, (image) => {
    const canvas = Object.assign(document.createElement('canvas'), fitPhoto(sizeOf(image)))
    const paint = canvas.getContext('2d', { willReadFrequently: true })!
    paint.fillStyle = '#fff' // Transparent parts of a screenshot would be black on black.
    paint.fillRect(0, 0, canvas.width, canvas.height)
    paint.drawImage(image, 0, 0, canvas.width, canvas.height)
    return canvas
  }).catch(() => null)

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import sharp from 'sharp'
import { chromiumArguments, shellPath } from '../chromium.ts'

const FRAMES = 10

/**
 * A browser whose camera sees nothing but the last picture that was shown to it before it was opened; a wall
 * until then.
 */
export async function browserWithCamera(folder: string) {
  const video = join(folder, `camera-${crypto.randomUUID()}.mjpeg`)
  const put = (frame: Buffer) =>
    writeFileSync(video, Buffer.concat(Array.from({ length: FRAMES }, () => frame)))
  const wall = sharp({ create: { width: 640, height: 480, channels: 3, background: '#776' } })
  const seen = await wall.jpeg().toBuffer()
  put(seen)
  const browser = await chromium.launch({
    executablePath: shellPath(),
    args: [
      ...chromiumArguments,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${video}`,
    ],
  })
  return {
    browser,
    /** From now on it sees the wall again. */
    forget: () => put(seen),
    /** What a page sees that opens the camera from now on. */
    show: async (picture: Buffer) =>
      put(
        await sharp(picture)
          .resize(420, 420, { fit: 'contain', background: '#ddd' })
          .extend({ top: 30, bottom: 30, left: 110, right: 110, background: '#555' })
          .jpeg({ quality: 90, chromaSubsampling: '4:2:0' })
          .toBuffer(),
      ),
  }
}

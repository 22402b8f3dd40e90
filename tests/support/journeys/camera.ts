import type { Sharp } from 'sharp'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import sharp from 'sharp'
import { chromiumArguments, shellPath } from '../chromium.ts'

const [WIDTH, HEIGHT] = [640, 480]
/**
 * Five pictures a second, and none to be decoded: Chromium plays a film of JPEGs at thirty, all the time that
 * a page has the camera open.
 */
const HEADER = `YUV4MPEG2 W${WIDTH} H${HEIGHT} F5:1 Ip A1:1 C420\nFRAME\n`
const WITHOUT_COLOUR = Buffer.alloc(WIDTH * HEIGHT / 2, 128)

/**
 * A browser whose camera sees nothing but the last picture that was shown to it before it was opened; a wall
 * until then. It sees no colours, as no code has any.
 */
export async function browserWithCamera(folder: string) {
  const video = join(folder, `camera-${crypto.randomUUID()}.y4m`)
  const put = async (picture: Sharp) =>
    writeFileSync(video, Buffer.concat([
      Buffer.from(HEADER),
      await picture.toColourspace('b-w').raw().toBuffer(),
      WITHOUT_COLOUR,
    ]))
  const wall = { width: WIDTH, height: HEIGHT, channels: 3, background: '#776' } as const
  const forget = () => put(sharp({ create: wall }))
  await forget()
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
    forget,
    /** What a page sees that opens the camera from now on. */
    show: (picture: Buffer) =>
      put(
        sharp(picture)
          .flatten()
          .resize(420, 420, { fit: 'contain', background: '#ddd' })
          .extend({ top: 30, bottom: 30, left: 110, right: 110, background: '#555' }),
      ),
  }
}

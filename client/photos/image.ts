import { answerWithin } from '#client/patience.ts'

/** 108 million pixels take an old phone some seconds. */
const DECODE_WAIT_MS = 20_000

/**
 * Passes a picture's decoded <img> to `use`. The browser turns it upright, shows a JPEG without its end
 * marker too, and decodes a large one at reduced size. Rejects when it can't be decoded, or not in time.
 */
export async function withImage<Result>(
  picture: Blob,
  use: (image: HTMLImageElement) => Result | Promise<Result>,
): Promise<Result> {
  const url = URL.createObjectURL(picture)
  try {
    const image = new Image()
    image.src = url
    const isDecoded = await answerWithin(DECODE_WAIT_MS, () => image.decode().then(() => true), false)
    if (!isDecoded) throw new Error('the picture can not be decoded')
    return await use(image)
  }
  finally {
    URL.revokeObjectURL(url)
  }
}

/** Its size in px, upright. */
export const sizeOf = (image: HTMLImageElement) =>
  ({ width: image.naturalWidth, height: image.naturalHeight })

import { decodeQR } from 'qr/decode.js'

/** More than one frame's time: a code in the sun may take a second look. */
const TIME_LIMIT_MS = 200

/** Finds the code in a picture off the page's thread; the answer is its text, or null. */
globalThis.addEventListener('message', ({ data }: MessageEvent<ImageData>) => {
  globalThis.postMessage(textIn(data))
})

function textIn({ width, height, data }: ImageData): string | null {
  try {
    return decodeQR({ width, height, data }, { timeLimit: TIME_LIMIT_MS })
  }
  catch {
    return null // It throws where it finds none, as in most frames.
  }
}

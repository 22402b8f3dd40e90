import type { Reader } from './reader.ts'
import type { Look } from './scan-worker.ts'

/** Reads in a worker of its own, so that the picture of the camera does not stand still meanwhile. */
export function workerReader(): Reader {
  const worker = new Worker(new URL('./scan-worker.ts', import.meta.url), { type: 'module' })
  let answer: (text: string | null) => void = () => {}
  worker.onmessage = ({ data }: MessageEvent<string | null>) => answer(data)
  worker.onerror = () => answer(null)

  return {
    read: (picture, isOnly = false) => new Promise((resolve) => {
      answer = resolve
      const { width, height } = picture
      const pixels = picture.getContext('2d')!.getImageData(0, 0, width, height)
      worker.postMessage({ pixels, isOnly } satisfies Look, [pixels.data.buffer])
    }),
    close: () => {
      worker.terminate()
      answer(null)
    },
  }
}

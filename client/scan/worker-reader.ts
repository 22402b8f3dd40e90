import type { Reader } from './reader.ts'
import type { ScanRequest, ScanResult } from './scan-worker.ts'

/** Reads in a worker, so that the camera's picture does not stand still meanwhile. */
export function workerReader(): Reader {
  const worker = new Worker(new URL('./scan-worker.ts', import.meta.url), { type: 'module' })
  /** By request: a picture from the album may take longer than camera frames that come after it. */
  const waiting = new Map<number, (text: string | null) => void>()
  let requests = 0

  function answer(id: number, text: string | null) {
    waiting.get(id)?.(text)
    waiting.delete(id)
  }
  const giveUp = () => [...waiting.keys()].forEach(id => answer(id, null))
  worker.onmessage = ({ data: { id, text } }: MessageEvent<ScanResult>) => answer(id, text)
  worker.onerror = giveUp

  return {
    read: (picture, isOnly = false) => new Promise((resolve) => {
      const id = requests++
      waiting.set(id, resolve)
      const { width, height } = picture
      const pixels = picture.getContext('2d')!.getImageData(0, 0, width, height)
      worker.postMessage({ id, pixels, isOnly } satisfies ScanRequest, [pixels.data.buffer])
    }),
    close: () => {
      worker.terminate()
      giveUp()
    },
  }
}

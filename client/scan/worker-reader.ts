import type { Reader } from './reader.ts'
import type { ScanRequest, ScanResult } from './scan-worker.ts'

/** How soon a worker that could not be loaded is tried again. */
const RELOAD_AFTER_MS = 5_000
/**
 * A worker that has not answered about a picture by then hangs. A slow phone on a slow network may take half
 * a minute until the reader is there and has looked once.
 */
const HUNG_AFTER_MS = 60_000

/** Reads in a worker, so that the camera's picture does not stand still meanwhile. */
export function workerReader(): Reader {
  /** By request number: a picture from the album may be answered after camera frames that came later. */
  const waiting = new Map<number, (texts: string[]) => void>()
  let worker: Worker | undefined
  let reloadAt = 0
  let requests = 0

  function answer(id: number, texts: string[]) {
    waiting.get(id)?.(texts)
    waiting.delete(id)
  }

  function stop() {
    worker?.terminate()
    worker = undefined
    for (const id of waiting.keys()) answer(id, [])
  }

  function open(): Worker {
    const opened = new Worker(new URL('./scan-worker.ts', import.meta.url), { type: 'module' })
    opened.onmessage = ({ data: { id, texts } }: MessageEvent<ScanResult>) => answer(id, texts)
    opened.onerror = fail
    return opened
  }

  function fail() {
    reloadAt = Date.now() + RELOAD_AFTER_MS
    stop()
  }

  const look = (picture: HTMLCanvasElement, how: Pick<ScanRequest, 'isOnly' | 'wantsAll'>) =>
    new Promise<string[]>((resolve) => {
      if (!worker && Date.now() < reloadAt) return resolve([])
      worker ??= open()
      const id = requests++
      const hung = setTimeout(fail, HUNG_AFTER_MS)
      waiting.set(id, (texts) => {
        clearTimeout(hung)
        resolve(texts)
      })
      const { width, height } = picture
      const pixels = picture.getContext('2d')!.getImageData(0, 0, width, height)
      worker.postMessage({ id, pixels, ...how } satisfies ScanRequest, [pixels.data.buffer])
    })

  return {
    read: async (picture, isWanted, isOnly = false) => {
      const texts = await look(picture, { isOnly, wantsAll: false })
      // Beside a code that isn't wanted there may be the one that is.
      if (texts.length === 0 || texts.some(isWanted)) return texts
      return [...texts, ...await look(picture, { isOnly, wantsAll: true })]
    },
    close: stop,
  }
}

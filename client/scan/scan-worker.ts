import type { Pixels } from './quick-reader.ts'
import { answerWithin } from '#client/patience.ts'
import address from 'zxing-wasm/reader/zxing_reader.wasm?url'
import { readAllQuickly, readQuickly } from './quick-reader.ts'

export interface ScanRequest {
  readonly id: number
  readonly pixels: ImageData
  /** No other picture follows, so that this one waits for the thorough reader. */
  readonly isOnly: boolean
  /** All codes are looked for; otherwise the first that is found is enough. */
  readonly wantsAll: boolean
}
export interface ScanResult { readonly id: number, readonly texts: string[] }

/** How long the only picture waits for the thorough reader; then the quick one's answer counts. */
const FETCH_WAIT_MS = 15_000
let readThoroughly: ((pixels: Pixels) => Promise<string[]>) | undefined

/** The thorough reader is a megabyte: until it is here, and where it can't run, the quick one reads alone. */
async function fetchThoroughReader() {
  const [compiled, { openThoroughReader }] = await Promise.all([
    WebAssembly.compileStreaming(fetch(address)),
    import('./thorough-reader.ts'),
  ])
  readThoroughly = await openThoroughReader(compiled)
}

const fetching = fetchThoroughReader().catch(() => {}) // No network, or a browser too old for it.

async function textsIn({ pixels, isOnly, wantsAll }: Omit<ScanRequest, 'id'>): Promise<string[]> {
  const text = wantsAll ? null : readQuickly(pixels, isOnly || readThoroughly === undefined)
  if (text !== null) return [text]
  if (isOnly) await answerWithin(FETCH_WAIT_MS, () => fetching, undefined)
  if (readThoroughly) return await readThoroughly(pixels)
  return wantsAll ? readAllQuickly(pixels) : []
}

/** Reads off the page's thread; answers with the codes' texts. */
globalThis.addEventListener('message', ({ data }: MessageEvent<ScanRequest>) => {
  void textsIn(data)
    .catch(() => [])
    .then(texts => globalThis.postMessage({ id: data.id, texts } satisfies ScanResult))
})

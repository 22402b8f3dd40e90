import type { Pixels } from './quick-reader.ts'
import address from 'zxing-wasm/reader/zxing_reader.wasm?url'
import { readQuickly } from './quick-reader.ts'

/** `isOnly`: no other picture follows, so that this one waits for the thorough reader. */
export interface ScanRequest { readonly id: number, readonly pixels: ImageData, readonly isOnly: boolean }
export interface ScanResult { readonly id: number, readonly text: string | null }

let readThoroughly: ((pixels: Pixels) => Promise<string | null>) | undefined

/** The thorough reader is a megabyte: until it is here, and where it can't run, the quick one reads alone. */
async function fetchThoroughReader() {
  const [compiled, { openThoroughReader }] = await Promise.all([
    WebAssembly.compileStreaming(fetch(address)),
    import('./thorough-reader.ts'),
  ])
  readThoroughly = await openThoroughReader(compiled)
}

const fetching = fetchThoroughReader().catch(() => {}) // No network, or a browser too old for it.

async function textIn({ pixels, isOnly }: Omit<ScanRequest, 'id'>): Promise<string | null> {
  const text = readQuickly(pixels, isOnly || readThoroughly === undefined)
  if (text !== null) return text
  if (isOnly) await fetching
  return await readThoroughly?.(pixels) ?? null
}

/** Reads off the page's thread; answers with the code's text, or null. */
globalThis.addEventListener('message', ({ data }: MessageEvent<ScanRequest>) => {
  void textIn(data)
    .catch(() => null)
    .then(text => globalThis.postMessage({ id: data.id, text } satisfies ScanResult))
})

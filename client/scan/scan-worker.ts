import type { Pixels } from './quick-reader.ts'
import address from 'zxing-wasm/reader/zxing_reader.wasm?url'
import { readQuickly } from './quick-reader.ts'

let readThoroughly: ((pixels: Pixels) => Promise<string | null>) | undefined

/**
 * The thorough reader is a megabyte: it comes while the quick one is already looking, and its script comes beside it, not before.
 * Where it can't run, the quick one looks longer.
 */
async function fetchThoroughReader() {
  const [compiled, { openThoroughReader }] = await Promise.all([WebAssembly.compileStreaming(fetch(address)), import('./thorough-reader.ts')])
  readThoroughly = await openThoroughReader(compiled)
}

async function textIn(pixels: Pixels): Promise<string | null> {
  return readQuickly(pixels, readThoroughly === undefined) ?? await readThoroughly?.(pixels) ?? null
}

/** Finds the code in a picture off the page's thread; the answer is its text, or null. */
globalThis.addEventListener('message', ({ data }: MessageEvent<ImageData>) => {
  void textIn(data).then(text => globalThis.postMessage(text))
})

fetchThoroughReader().catch(() => {}) // No network yet, or a browser too old for it.

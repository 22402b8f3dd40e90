import type { Pixels } from './quick-reader.ts'
import address from 'zxing-wasm/reader/zxing_reader.wasm?url'
import { readQuickly } from './quick-reader.ts'

/** `isOnly`: no other picture follows, so that this one waits for the thorough reader. */
export interface Look { readonly id: number, readonly pixels: ImageData, readonly isOnly: boolean }
export interface Seen { readonly id: number, readonly text: string | null }

let readThoroughly: ((pixels: Pixels) => Promise<string | null>) | undefined

/**
 * The thorough reader is a megabyte: it comes while the quick one is already looking, and its script comes
 * beside it, not before.
 * Where it can't run, the quick one looks longer.
 */
async function fetchThoroughReader() {
  const [compiled, { openThoroughReader }] = await Promise.all([
    WebAssembly.compileStreaming(fetch(address)),
    import('./thorough-reader.ts'),
  ])
  readThoroughly = await openThoroughReader(compiled)
}

const coming = fetchThoroughReader().catch(() => {}) // No network yet, or a browser too old for it.

async function textIn({ pixels, isOnly }: Omit<Look, 'id'>): Promise<string | null> {
  const text = readQuickly(pixels, isOnly || readThoroughly === undefined)
  if (text !== null) return text
  if (isOnly) await coming
  return await readThoroughly?.(pixels) ?? null
}

/** Finds the code in a picture off the page's thread; the answer is its text, or null. */
globalThis.addEventListener('message', ({ data }: MessageEvent<Look>) => {
  void textIn(data)
    .catch(() => null)
    .then(text => globalThis.postMessage({ id: data.id, text } satisfies Seen))
})

import type { ReaderOptions } from 'zxing-wasm/reader'
import type { Pixels } from './quick-reader.ts'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

/** One code is enough; only ours are looked for. */
const OPTIONS: ReaderOptions = { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 1 }

/**
 * Starts ZXing's own reader, which finds what is bent, blurred or in bad light; `compiled` is its
 * WebAssembly.
 */
export async function openThoroughReader(
  compiled: WebAssembly.Module,
): Promise<(pixels: Pixels) => Promise<string | null>> {
  await new Promise((resolve, reject) => {
    const instantiateWasm = (
      imports: WebAssembly.Imports,
      use: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ) => {
      // ZXing's glue hears of no failure here, and would wait for ever.
      WebAssembly.instantiate(compiled, imports).then(instance => use(instance, compiled)).catch(reject)
      return {} // It comes by `use`.
    }
    prepareZXingModule({ overrides: { instantiateWasm }, fireImmediately: true }).then(resolve, reject)
  })
  return async (pixels) => {
    const [found] = await readBarcodes(pixels as ImageData, OPTIONS)
    return found?.isValid ? found.text : null
  }
}

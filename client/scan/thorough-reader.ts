import type { ReaderOptions } from 'zxing-wasm/reader'
import type { Pixels } from './quick-reader.ts'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

const OPTIONS: ReaderOptions = { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 8 }

/** Starts ZXing, which also reads bent, blurred and badly lit codes; `compiled` is its WebAssembly. */
export async function openThoroughReader(
  compiled: WebAssembly.Module,
): Promise<(pixels: Pixels) => Promise<string[]>> {
  await new Promise((resolve, reject) => {
    const instantiateWasm = (
      imports: WebAssembly.Imports,
      use: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ) => {
      // ZXing's glue would wait for ever after a failure here.
      WebAssembly.instantiate(compiled, imports).then(instance => use(instance, compiled)).catch(reject)
      return {} // `use` delivers the exports.
    }
    prepareZXingModule({ overrides: { instantiateWasm }, fireImmediately: true }).then(resolve, reject)
  })
  return async (pixels) => {
    const found = await readBarcodes(pixels as ImageData, OPTIONS)
    return found.filter(({ isValid }) => isValid).map(({ text }) => text)
  }
}

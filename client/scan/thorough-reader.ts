import type { ReaderOptions } from 'zxing-wasm/reader'
import type { Pixels } from './quick-reader.ts'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

/** One code is enough; only ours are looked for. */
const OPTIONS: ReaderOptions = { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 1 }

/** Fetches ZXing's own reader; it finds what is bent, blurred or in bad light. `from`: its address, or the bytes themselves. */
export async function openThoroughReader(from: string | ArrayBuffer): Promise<(pixels: Pixels) => Promise<string | null>> {
  await prepareZXingModule({
    overrides: typeof from === 'string' ? { locateFile: () => from } : { wasmBinary: from },
    fireImmediately: true,
  })
  return async (pixels) => {
    const [found] = await readBarcodes(pixels as ImageData, OPTIONS)
    return found?.isValid ? found.text : null
  }
}

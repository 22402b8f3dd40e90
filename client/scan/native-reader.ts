import type { Reader } from './reader.ts'
import { encode } from 'uqr'

interface Detector { detect: (picture: CanvasImageSource) => Promise<{ rawValue: string }[]> }
type Detecting = Partial<{ BarcodeDetector: new (options: { formats: string[] }) => Detector }>

const PROBE = 'bee'
const PROBE_MODULE_PX = 8

/**
 * The browser's own detector, once it has read a code that we drew: on phones without Google's services it
 * never finds one.
 */
export async function nativeReader(): Promise<Reader | null> {
  const { BarcodeDetector } = globalThis as Detecting
  if (!BarcodeDetector) return null
  try {
    const detector = new BarcodeDetector({ formats: ['qr_code'] })
    const read = async (picture: HTMLCanvasElement) =>
      (await detector.detect(picture)).map(({ rawValue }) => rawValue)
    return (await read(drawCode(PROBE))).includes(PROBE) ? { read, close: () => {} } : null
  }
  catch {
    return null // The detector exists and does not work.
  }
}

function drawCode(text: string): HTMLCanvasElement {
  const { data, size } = encode(text, { border: 4 })
  const canvas = Object.assign(document.createElement('canvas'), {
    width: size * PROBE_MODULE_PX,
    height: size * PROBE_MODULE_PX,
  })
  const paint = canvas.getContext('2d')!
  data.forEach((row, y) => row.forEach((isDark, x) => {
    paint.fillStyle = isDark ? '#000' : '#fff'
    paint.fillRect(x * PROBE_MODULE_PX, y * PROBE_MODULE_PX, PROBE_MODULE_PX, PROBE_MODULE_PX)
  }))
  return canvas
}

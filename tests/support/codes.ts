import sharp from 'sharp'
import { encode } from 'uqr'

const MODULE_PX = 6

/** A picture of QR codes side by side, with light between them, as raw RGBA. */
export async function qrCodes(texts: readonly string[]) {
  const codes = texts.map(text => encode(text, { border: 4 }))
  const width = codes.reduce((sum, { size }) => sum + size * MODULE_PX, 0)
  const height = Math.max(...codes.map(({ size }) => size * MODULE_PX))
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  let left = 0
  for (const { data: rows, size } of codes) {
    for (let y = 0; y < size * MODULE_PX; y++) {
      for (let x = 0; x < size * MODULE_PX; x++) {
        if (rows[Math.floor(y / MODULE_PX)]![Math.floor(x / MODULE_PX)])
          data.fill(0, (y * width + left + x) * 4, (y * width + left + x) * 4 + 3)
      }
    }
    left += size * MODULE_PX
  }
  const png = () => sharp(data, { raw: { width, height, channels: 4 } }).png().toBuffer()
  return { data, width, height, png }
}

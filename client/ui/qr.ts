import { encode } from 'uqr'

const QUIET_MODULES = 4

/** A QR code as one SVG path of unit squares. `size`: its side in modules, with the white quiet zone. */
export function qrPath(text: string): { path: string, size: number } {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_MODULES })
  const path = data
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('')
  return { path, size }
}

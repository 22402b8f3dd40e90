import { encode } from 'uqr'

const QUIET_MODULES = 4

/**
 * A code as one SVG path of unit squares; `size` is the side of the picture in modules, its white quiet zone
 * included.
 */
export function qrPath(words: string): { path: string, size: number } {
  const { data, size } = encode(words, { ecc: 'M', border: QUIET_MODULES })
  const path = data
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('')
  return { path, size }
}

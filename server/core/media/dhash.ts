export const DHASH_WIDTH = 9
export const DHASH_HEIGHT = 8
const BAND_BITS = 16

/** A 64-bit difference hash in four bands of 16 bits. */
export type DHash = readonly [number, number, number, number]

/**
 * Each bit says whether brightness rises from one pixel to its right neighbour, which survives shrinking and
 * saving again.
 */
export function dHashOf(grey: Uint8Array): DHash {
  const bands: [number, number, number, number] = [0, 0, 0, 0]
  for (let row = 0; row < DHASH_HEIGHT; row++) {
    for (let column = 0; column < DHASH_WIDTH - 1; column++) {
      const at = row * DHASH_WIDTH + column
      const bit = row * (DHASH_WIDTH - 1) + column
      if (grey[at]! < grey[at + 1]!) bands[bit >> 4]! |= 1 << (bit % BAND_BITS)
    }
  }
  return bands
}

/** The number of bits that differ. */
export const distanceOf = (a: DHash, b: DHash): number =>
  a.reduce((sum, band, i) => sum + bitsIn(band ^ b[i]!), 0)

/**
 * True for darkness, fog or a plain wall: nearly all bits are equal, so the hash resembles many others and
 * proves nothing.
 */
export function isFeatureless(hash: DHash): boolean {
  const rising = distanceOf(hash, [0, 0, 0, 0])
  return rising < 6 || rising > 58
}

/** A band and the 16 that differ from it in one bit. */
export const bandsAround = (band: number): number[] => [
  band,
  ...Array.from({ length: BAND_BITS }, (_, bit) => band ^ (1 << bit)),
]

function bitsIn(band: number): number {
  let bits = 0
  for (let left = band; left !== 0; left &= left - 1) bits++
  return bits
}

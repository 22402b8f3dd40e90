import type { PhotoRefusal } from '#shared/media/schemas.ts'

/** Thrown when an upload is no usable photo; nothing of it is stored. */
export class PhotoRefused extends Error {
  override readonly name = 'PhotoRefused'
  constructor(readonly code: PhotoRefusal) {
    super(code)
  }
}

/** How many bytes of a file tell its kind. */
export const HEAD_BYTES = 32

const JPEG = [0xFF, 0xD8, 0xFF]
const PNG = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
const MATROSKA = [0x1A, 0x45, 0xDF, 0xA3] // WebM too.
const heicBrands = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1']
// Old films begin with one of these atoms instead of a brand.
const quickTimeAtoms = ['moov', 'mdat', 'wide', 'free', 'skip']

const startsWith = (bytes: Buffer, magic: readonly number[]) => magic.every((byte, i) => bytes[i] === byte)
const wordAt = (bytes: Buffer, at: number) => bytes.toString('latin1', at, at + 4)

/**
 * Passes JPEG, PNG and WebP by their first bytes, whatever the file calls itself; anything else is refused by
 * its own name.
 */
export function requirePhotoKind(bytes: Buffer): void {
  if (bytes.length === 0) throw new PhotoRefused('photo.empty')
  if (startsWith(bytes, JPEG) || startsWith(bytes, PNG)) return
  const [outer, inner] = [wordAt(bytes, 0), wordAt(bytes, 8)]
  if (outer === 'RIFF' && inner === 'WEBP') return
  if (startsWith(bytes, MATROSKA) || (outer === 'RIFF' && inner === 'AVI '))
    throw new PhotoRefused('photo.video')
  refuseBoxed(wordAt(bytes, 4), inner, bytes)
  throw new PhotoRefused('photo.unsupported')
}

/** HEIC, AVIF and films share one container and differ by the brands it names. */
function refuseBoxed(box: string, brand: string, bytes: Buffer) {
  if (quickTimeAtoms.includes(box)) throw new PhotoRefused('photo.video')
  if (box !== 'ftyp' || brand.startsWith('avi') || wordAt(bytes, 16).startsWith('avi')) return
  throw new PhotoRefused(heicBrands.includes(brand) ? 'photo.heic' : 'photo.video')
}

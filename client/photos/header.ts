import type { PhotoRefusal } from '#shared/media/schemas.ts'

/** Browsers decode a JPEG at a fraction of its size; PNG and WebP need four bytes for every pixel. */
const PIXELS_MAX = { 'image/jpeg': 250_000_000, 'image/png': 50_000_000, 'image/webp': 50_000_000 }

export interface PhotoHeader {
  readonly type: 'image/jpeg' | 'image/png' | 'image/webp'
  readonly width: number
  readonly height: number
  /** The file holds the picture only: no EXIF, XMP, comment or trailer that could reveal a place. */
  readonly isBare: boolean
}

/**
 * What a file is by its own bytes, or why it is refused; its name and MIME type are ignored. Whether a JPEG
 * is whole is for its decoder to judge.
 */
export function readHeader(bytes: Uint8Array): PhotoHeader | PhotoRefusal {
  if (bytes.length === 0) return 'photo.empty'
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const header = readKnown(bytes, view)
    if (typeof header === 'string') return header
    if (header.width === 0 || header.height === 0) return 'photo.broken'
    return header.width * header.height > PIXELS_MAX[header.type] ? 'photo.tooManyPixels' : header
  }
  catch (trouble) {
    if (trouble instanceof RangeError) return 'photo.broken' // The file ends inside its own header.
    throw trouble
  }
}

const word = (view: DataView, at: number) =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3))

function readKnown(bytes: Uint8Array, view: DataView): PhotoHeader | PhotoRefusal {
  if (view.byteLength < 12) return 'photo.unsupported'
  if (view.getUint16(0) === 0xFFD8) return readJpeg(bytes, view)
  if (view.getUint32(0) === 0x89504E47) return readPng(view)
  if (word(view, 0) === 'RIFF' && word(view, 8) === 'WEBP') return readWebp(view)
  if (word(view, 4) === 'ftyp') return readBrand(view)
  if (view.getUint32(0) === 0x1A45DFA3 || (word(view, 0) === 'RIFF' && word(view, 8) === 'AVI '))
    return 'photo.video'
  return 'photo.unsupported'
}

const HEIC_BRANDS = ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'heif', 'mif1', 'msf1']

function readBrand(view: DataView): PhotoRefusal {
  const brand = word(view, 8)
  if (HEIC_BRANDS.includes(brand)) return 'photo.heic'
  return brand.startsWith('avi') ? 'photo.unsupported' : 'photo.video'
}

/** Markers that begin a frame and carry its size; C4, C8 and CC are tables. */
const isFrame = (marker: number) => marker >= 0xC0 && marker <= 0xCF && ![0xC4, 0xC8, 0xCC].includes(marker)
/**
 * APP1 to APP13, APP15 and COM may hold words, places or thumbnails; APP0 (JFIF) and APP14 (Adobe) hold none.
 */
const maySpeak = (marker: number) => (marker > 0xE0 && marker <= 0xEF && marker !== 0xEE) || marker === 0xFE

/** Reads a JPEG's segments; bytes between two of them are skipped, as decoders do. */
function readJpeg(bytes: Uint8Array, view: DataView): PhotoHeader | PhotoRefusal {
  let [width, height, speaks] = [0, 0, false]
  for (let at = 2; ;) {
    const begin = markerFrom(bytes, at)
    const marker = view.getUint8(begin + 1)
    if (isFrame(marker)) [height, width] = [view.getUint16(begin + 5), view.getUint16(begin + 7)]
    speaks ||= maySpeak(marker) || begin > at
    at = begin + 2 + view.getUint16(begin + 2)
    if (marker === 0xDA)
      return { type: 'image/jpeg', width, height, isBare: !speaks && endsAtItsEnd(bytes, at) }
  }
}

/** The first end marker ends the file: no trailer, and no second picture behind. */
function endsAtItsEnd(bytes: Uint8Array, from: number): boolean {
  const end = bytes.findIndex((byte, at) => at >= from && byte === 0xFF && bytes[at + 1] === 0xD9)
  return end === bytes.length - 2
}

/** The place of the next marker: 0xFF before anything but padding and 0. */
function markerFrom(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xFF, from); at >= 0; at = bytes.indexOf(0xFF, at + 1)) {
    if (bytes[at + 1] !== 0xFF && bytes[at + 1] !== 0) return at
  }
  throw new RangeError('no marker')
}

function readPng(view: DataView): PhotoHeader | PhotoRefusal {
  // A truncated file throws RangeError here; the caller answers `photo.broken`.
  for (let at = 8; word(view, at + 4) !== 'IEND';) at += 12 + view.getUint32(at)
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20), isBare: false }
}

const uint24 = (view: DataView, at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536

const extended = (view: DataView) => ({ width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) })
const lossy = (view: DataView) => ({
  width: view.getUint16(26, true) & 0x3FFF,
  height: view.getUint16(28, true) & 0x3FFF,
})
function lossless(view: DataView) {
  const bits = view.getUint32(21, true)
  return { width: 1 + (bits & 0x3FFF), height: 1 + ((bits >>> 14) & 0x3FFF) }
}

function readWebp(view: DataView): PhotoHeader | PhotoRefusal {
  if (view.getUint32(4, true) + 8 > view.byteLength) return 'photo.broken'
  const size = { 'VP8X': extended, 'VP8L': lossless, 'VP8 ': lossy }[word(view, 12)]
  return size ? { type: 'image/webp', ...size(view), isBare: false } : 'photo.broken'
}

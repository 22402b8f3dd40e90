import { zxyToTileId } from 'pmtiles'

const HEADER_BYTES = 127
interface MadeTile {
  readonly z: number
  readonly x: number
  readonly y: number
  readonly bytes: Uint8Array
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7F) | 0x80, ...varint(Math.floor(value / 0x80))]
}

/** A map file in PMTiles 3 with one directory, nothing in it compressed. `type`: 1 vector tiles, 2 PNG. */
export function mapFileOf(tiles: readonly MadeTile[], type: 1 | 2): Buffer {
  const sorted = tiles
    .map(({ z, x, y, bytes }) => ({ z, id: zxyToTileId(z, x, y), bytes }))
    .sort((a, b) => a.id - b.id)
  const directory = Buffer.from([
    ...varint(sorted.length),
    ...sorted.flatMap(({ id }, i) => varint(id - (sorted[i - 1]?.id ?? 0))),
    ...sorted.flatMap(() => varint(1)),
    ...sorted.flatMap(({ bytes }) => varint(bytes.length)),
    ...sorted.flatMap((_, i) => varint(i === 0 ? 1 : 0)), // Each lies after the one before.
  ])
  const metadata = Buffer.from('{}')
  const data = Buffer.concat(sorted.map(({ bytes }) => bytes))
  const header = Buffer.alloc(HEADER_BYTES)
  header.write('PMTiles\u0003', 'latin1')
  const metadataAt = HEADER_BYTES + directory.length
  const dataAt = metadataAt + metadata.length
  const places = [
    HEADER_BYTES,
    directory.length,
    metadataAt,
    metadata.length,
    dataAt,
    0,
    dataAt,
    data.length,
    tiles.length,
    tiles.length,
    tiles.length,
  ]
  places.forEach((value, i) => header.writeBigUInt64LE(BigInt(value), 8 + 8 * i))
  const zooms = sorted.map(({ z }) => z)
  // Clustered, neither directories nor tiles compressed.
  header.set([1, 1, 1, type, Math.min(...zooms), Math.max(...zooms)], 96)
  return Buffer.concat([header, directory, metadata, data])
}

const field = (number: number, bytes: readonly number[]) =>
  [number << 3 | 2, ...varint(bytes.length), ...bytes]
const zigzag = (value: number) => varint(value < 0 ? -2 * value - 1 : 2 * value)

/** A vector tile that one layer of Protomaps' base map fills: `water`, or `earth`. */
export function vectorTile(layer: string): Uint8Array {
  const EXTENT = 4096
  const square = [
    9, // Move to the corner; then three lines, and close.
    ...[0, 0].flatMap(zigzag),
    26,
    ...[EXTENT, 0, 0, EXTENT, -EXTENT, 0].flatMap(zigzag),
    15,
  ]
  const POLYGON = 3
  const feature = [3 << 3, POLYGON, ...field(4, square)]
  const text = [...Buffer.from(layer)]
  return Uint8Array.from(field(3, [
    ...field(1, text),
    ...field(2, feature),
    5 << 3,
    ...varint(EXTENT),
    15 << 3,
    2,
  ]))
}

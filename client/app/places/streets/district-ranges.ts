import type { Polygon } from '#shared/kernel/outline.ts'
import type { Header, PMTiles } from 'pmtiles'
import type { Tile } from './tiles-over.ts'
import { findTile, zxyToTileId } from 'pmtiles'
import { tilesAbove, tilesOver } from './tiles-over.ts'

/** Bytes of a file, the last one not among them. */
export interface Range { readonly from: number, readonly to: number }

/** The streets' names are on the tiles of this zoom; nearer ones only draw them larger. */
const ZOOM_MAX = 15
/** What one district may take of a phone. */
export const DISTRICT_BYTES_MAX = 24_000_000
/** Ranges so close together are fetched as one. */
const GAP_BYTES = 4096
/** A range is read as a whole for each of its tiles, so it stays small. */
const RANGE_BYTES_MAX = 256 * 1024
/** The header and the first directory: what the reader asks a file for first. */
const HEAD: Range = { from: 0, to: 16_384 }

export const bytesOf = (ranges: readonly Range[]): number =>
  ranges.reduce((sum, { from, to }) => sum + to - from, 0)

/** A tile's bytes, and those of the directories on the way to it; nothing where the file has no such tile. */
async function wayTo({ z, x, y }: Tile, archive: PMTiles, header: Header): Promise<Range[]> {
  const id = zxyToTileId(z, x, y)
  const way: Range[] = []
  let [from, length] = [header.rootDirectoryOffset, header.rootDirectoryLength]
  for (;;) {
    way.push({ from, to: from + length })
    const entry = findTile(await archive.cache.getDirectory(archive.source, from, length, header), id)
    if (!entry) return []
    from = (entry.runLength > 0 ? header.tileDataOffset : header.leafDirectoryOffset) + entry.offset
    length = entry.length
    if (entry.runLength > 0) return [...way, { from, to: from + length }]
  }
}

/** Joins what lies close together. Each of the given ranges lies whole in one of the result. */
export function joined(ranges: readonly Range[]): Range[] {
  const result: Range[] = []
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from || b.to - a.to)) {
    const last = result.at(-1)
    if (last && to <= last.to) continue
    if (last && from - last.to <= GAP_BYTES && to - last.from <= RANGE_BYTES_MAX)
      result[result.length - 1] = { from: last.from, to }
    else result.push({ from, to })
  }
  return result
}

/** The ranges of a file that show a district, as near as fits into what it may take. */
export async function rangesOver(polygons: readonly Polygon[], archive: PMTiles): Promise<Range[]> {
  const header = await archive.getHeader()
  const levels = [tilesOver(polygons, Math.min(header.maxZoom, ZOOM_MAX))]
  while (levels[0]![0] && levels[0]![0].z > header.minZoom) levels.unshift(tilesAbove(levels[0]!))
  let ranges = [HEAD]
  for (const tiles of levels) {
    const ways = []
    for (const tile of tiles) ways.push(...await wayTo(tile, archive, header))
    const more = joined([...ranges, ...ways])
    if (bytesOf(more) > DISTRICT_BYTES_MAX) break
    ranges = more
  }
  return ranges
}

import type { MapFile } from './map-file.ts'
import * as v from 'valibot'
import { mapFileAt } from './map-file.ts'

/** The map tiles of a server elsewhere, with their copyright line. WGS-84, as all our places. */
export interface TileSettings { readonly url: string, readonly attribution: string }

/** One origin, from which pages may then load pictures, with {z}, {x} and {y} in its path. */
const TileUrl = v.pipe(
  v.string(),
  v.regex(/^https:\/\/[\w.-]+(?::\d+)?\/[^{}#]*(?:\{[xyz]\}[^{}#]*){3}$/),
  v.check(url => ['{x}', '{y}', '{z}'].every(part => url.includes(part))),
)

/** The settings of the map as text, each with the sentence for a mistake in it. */
export const tileEntries = {
  TILE_URL: v.optional(
    v.message(
      TileUrl,
      'TILE_URL must be an address with {z}, {x} and {y} in its path, '
      + 'for example https://tiles.example.cn/{z}/{x}/{y}.png.',
    ),
  ),
  MAP_FILE: v.optional(v.string()),
  TILE_ATTRIBUTION: v.optional(v.string()),
}
type Raw = Partial<Readonly<Record<keyof typeof tileEntries, string | undefined>>>

/** A sentence for each of these settings that contradicts another. */
export const tileContradictions = ({ TILE_URL, MAP_FILE, TILE_ATTRIBUTION }: Raw): (string | false)[] => [
  TILE_URL !== undefined
  && MAP_FILE !== undefined
  && 'TILE_URL and MAP_FILE are two maps: set one of them.',
  TILE_URL !== undefined
  && TILE_ATTRIBUTION === undefined
  && 'TILE_URL also needs TILE_ATTRIBUTION: whose map it is must stand on it.',
  MAP_FILE !== undefined
  && TILE_ATTRIBUTION === undefined
  && 'MAP_FILE also needs TILE_ATTRIBUTION: whose map it is must stand on it.',
  MAP_FILE !== undefined
  && mapFileAt(MAP_FILE, '') === undefined
  && `MAP_FILE must be a file in PMTiles 3 that the server may read: ${MAP_FILE} is none.`,
]

/** The settings as the map takes them, once none is wrong; undefined: outlines and dots only. */
export const tilesOf = ({ TILE_URL, TILE_ATTRIBUTION }: Raw): TileSettings | undefined =>
  TILE_URL === undefined ? undefined : { url: TILE_URL, attribution: TILE_ATTRIBUTION! }

export const mapFileOf = ({ MAP_FILE, TILE_ATTRIBUTION }: Raw): MapFile | undefined =>
  MAP_FILE === undefined ? undefined : mapFileAt(MAP_FILE, TILE_ATTRIBUTION!)

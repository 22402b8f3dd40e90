import * as v from 'valibot'

/** Where the pictures of the riders' map come from, and whose they are. WGS-84, as all our places. */
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
  TILE_ATTRIBUTION: v.optional(v.string()),
}
interface Raw { readonly TILE_URL?: string | undefined, readonly TILE_ATTRIBUTION?: string | undefined }

/** A sentence for each of them that contradicts another. */
export const tileContradictions = ({ TILE_URL, TILE_ATTRIBUTION }: Raw): (string | false)[] => [
  TILE_URL !== undefined
  && TILE_ATTRIBUTION === undefined
  && 'TILE_URL also needs TILE_ATTRIBUTION: whose map it is must stand on it.',
]

/** The settings as the map takes them, once none is wrong; undefined: outlines and dots only. */
export const tilesOf = ({ TILE_URL, TILE_ATTRIBUTION }: Raw): TileSettings | undefined =>
  TILE_URL === undefined ? undefined : { url: TILE_URL, attribution: TILE_ATTRIBUTION! }

import type { TileSettings } from '#server/settings/tiles.ts'
import type { QueryHandlers } from '#server/sync/context.ts'

let inUse: TileSettings | undefined

/** Sets where the map's pictures come from, once, at start; without them it shows outlines and dots. */
export function useTiles(settings: TileSettings | undefined): void {
  inUse = settings
}

/** Answers `stations.map`. */
export const mapTiles: QueryHandlers['stations.map'] = async () => ({ tiles: inUse ?? null })

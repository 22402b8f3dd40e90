import type { QueryHandler } from '#server/sync/context.ts'

/** Answers `stations.map`: where the map's streets come from; without them it shows outlines and dots. */
export const mapTiles: QueryHandler<'stations.map'> = async (_input, { settings: { tiles, mapFile } }) => ({
  tiles: tiles ?? null,
  ...(mapFile && { file: { url: `/map/${mapFile.name}.pmtiles`, attribution: mapFile.attribution } }),
})

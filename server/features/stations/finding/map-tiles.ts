import type { QueryHandler } from '#server/sync/context.ts'

/** Answers `stations.map`: where the map's pictures come from; without them it shows outlines and dots. */
export const mapTiles: QueryHandler<'stations.map'> = async (_input, { settings }) =>
  ({ tiles: settings.tiles ?? null })

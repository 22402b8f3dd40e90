import type { QueryContext } from '#server/sync/context.ts'
import type { Answer, QueryInput } from '#shared/queries.ts'
import { findStation } from '#server/core/stations/index.ts'
import { stationViews } from './station-views.ts'

/** Answers `stations.one`: what its page shows. */
export async function oneStation(
  { stationId }: QueryInput<'stations.one'>,
  { read, now }: QueryContext,
): Promise<Answer<'stations.one'>> {
  const [view] = await stationViews(read, [await findStation(read, stationId)], now)
  return view!
}

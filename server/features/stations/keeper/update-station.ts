import type { Station } from '#server/core/stations/index.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { UpdateStation } from '#shared/stations/schemas.ts'
import { requirePhotos } from '#server/core/media/index.ts'
import {
  noteSuccess,
  nudgeKiosks,
  nudgeStations,
  requireStation,
  saveFormerOpening,
  stations,
} from '#server/core/stations/index.ts'
import { lockRow } from '#server/database/rows.ts'
import { eq } from 'drizzle-orm'

/** Decides `stations.keep`: changes what the input names of a station and nothing else. */
export const updateStation: Handler<'stations.keep'> = async (input, context) => {
  const { tx, now, nudge } = context
  const { stationId, photo, shut, hours, notice, isDoorFine } = input
  const station = await requireStation(context, stationId)
  if (photo !== undefined && photo !== station.photo) await requirePhotos(context, [photo])

  if (shut !== undefined || hours) await saveFormerOpening(tx, stationId, now)
  const changes = { ...changesOf(input, now), ...(await suppliesAfter(input, context)) }
  if (Object.keys(changes).length > 0)
    await tx.update(stations).set(changes).where(eq(stations.id, stationId))
  if (isDoorFine) await noteSuccess(context, stationId)

  nudge('*', 'stations.one', 'stations.desk')
  if (shut !== undefined || hours) nudgeStations(context)
  if (shut !== undefined || hours || notice !== undefined) await nudgeKiosks(context, stationId)
}

const changesOf = ({ shut, hours, heads, notice, photo }: UpdateStation, now: number): Partial<Station> => ({
  ...(shut !== undefined && { shutWords: shut?.words ?? null }),
  ...hours,
  ...(heads !== undefined && { headsCounted: heads, headsAt: now }),
  ...(notice !== undefined && { notice }),
  ...(photo !== undefined && { photo }),
})

/** Locks the row before merging the new levels: two keepers may report different supplies at once. */
async function suppliesAfter(
  { stationId, supplies }: UpdateStation,
  { tx, now }: CommandContext,
): Promise<Partial<Station>> {
  if (!supplies) return {}
  const locked = await lockRow(tx, stations, 'notice', eq(stations.id, stationId))
  return { supplies: { ...locked!.supplies, ...supplies }, suppliesAt: now }
}

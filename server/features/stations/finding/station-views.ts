import type { RefOf } from '#server/core/media/index.ts'
import type { Station } from '#server/core/stations/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { QueryHandler } from '#server/sync/context.ts'
import type { StationView } from '#shared/stations/schemas.ts'
import type { Heads } from './heads.ts'
import { nameOfArea } from '#server/core/areas/index.ts'
import { photoRefs } from '#server/core/media/index.ts'
import { factsOf, faults, findStation, stations } from '#server/core/stations/index.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { and, desc, eq, gt, inArray, isNull, or } from 'drizzle-orm'
import { estimateHeads } from './heads.ts'

const MENDED_SHOWN_MS = 7 * DAY_MS

/** Answers `stations.one`. What people wrote about a fault is not for visitors. */
export const oneStation: QueryHandler<'stations.one'> = async ({ stationId }, { read, actor, now }) => {
  const [view] = await stationViews(read, [await findStation(read, stationId)], now)
  if (actor.role !== 'visitor') return view!
  return { ...view!, faults: view!.faults.map(fault => ({ ...fault, words: '', answer: null })) }
}

/** True of photos of stations, which everybody may see. */
export const isStationPhoto = async (read: Reader, hash: string): Promise<boolean> =>
  (await read.$count(stations, eq(stations.photo, hash))) > 0

/** Stations as their pages show them. */
export async function stationViews(
  read: Reader,
  shown: readonly Station[],
  now: number,
): Promise<StationView[]> {
  const ids = shown.map(({ id }) => id)
  const heads = new Map((await estimateHeads(read, now, ids)).map(each => [each.id, each]))
  const refOf = await photoRefs(read, shown.map(({ photo }) => photo))
  const isShown = or(isNull(faults.mendedAt), gt(faults.mendedAt, now - MENDED_SHOWN_MS))
  const found = await read
    .select()
    .from(faults)
    .where(and(inArray(faults.stationId, ids), isShown))
    .orderBy(desc(faults.at), desc(faults.id))
  return await Promise.all(
    shown.map(async station => ({
      ...viewOf(station, refOf, heads.get(station.id), dayOf(now)),
      areaName: await nameOfArea(read, station.areaId),
      faults: found.filter(({ stationId }) => stationId === station.id).map(faultView),
    })),
  )
}

function viewOf(
  station: Station,
  refOf: RefOf,
  heads: Heads | undefined,
  today: string,
): Omit<StationView, 'areaName' | 'faults'> {
  const {
    id,
    number,
    name,
    kind,
    address,
    latitude,
    longitude,
    facilities,
    isSelfService,
    week,
    exceptions,
    shutWords,
    notice,
    photo,
    supplies,
    suppliesAt,
    lastOpenedAt,
  } = station
  return {
    id,
    number,
    name,
    kind,
    address,
    latitude,
    longitude,
    facilities,
    isSelfService,
    week,
    exceptions: exceptions.filter(({ day }) => day >= today),
    shut: shutWords,
    isDoubtful: factsOf(station).isDoubtful,
    notice,
    photo: refOf(photo),
    supplies,
    suppliesAt,
    heads: { count: heads?.count ?? 0, countedAt: heads?.countedAt ?? null },
    lastOpenedAt,
  }
}

/** A fault as everybody sees it, without who reported it. */
const faultView = ({
  id,
  kind,
  supply,
  words,
  at,
  answer,
  answeredAt,
  mendedAt,
}: typeof faults.$inferSelect): StationView['faults'][number] => ({
  id,
  kind,
  supply,
  words,
  at,
  answer,
  answeredAt,
  isMended: mendedAt !== null,
})

import type { RefOf } from '#server/core/media/index.ts'
import type { Station } from '#server/core/stations/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { Actor, QueryHandler } from '#server/sync/context.ts'
import type { PhotoRef } from '#shared/media/schemas.ts'
import type { LongerHours } from '#shared/stations/longer-hours.ts'
import type { StationView } from '#shared/stations/schemas.ts'
import type { Heads } from './heads.ts'
import { nameOfArea } from '#server/core/areas/index.ts'
import { photoRefs } from '#server/core/media/index.ts'
import { scopesOf } from '#server/core/posts/index.ts'
import {
  faults,
  findStation,
  longerFrom,
  shownBasics,
  stations,
  worksAt,
} from '#server/core/stations/index.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { longerIn } from '#shared/stations/longer-hours.ts'
import { and, desc, eq, gt, inArray, isNull, or } from 'drizzle-orm'
import { estimateHeads } from './heads.ts'

const MENDED_SHOWN_MS = 7 * DAY_MS

/**
 * Answers `stations.one`. Visitors get neither the texts of faults nor the telephone number; only people who
 * work there get pictures of faults.
 */
export const oneStation: QueryHandler<'stations.one'> = async ({ stationId }, { read, actor, now }) => {
  const station = await findStation(read, stationId)
  const isAtWork = worksAt(actor, station)
  const [view] = await stationViews(read, [station], { now, isAtWork })
  if (actor.role !== 'visitor') return view!
  const { phone: _, ...open } = view!
  return { ...open, faults: open.faults.map(fault => ({ ...fault, words: '', answer: null })) }
}

/** True for photos of stations, and for photos of faults if the actor works there. */
export async function maySeePhoto(read: Reader, actor: Actor, hash: string): Promise<boolean> {
  if ((await read.$count(stations, eq(stations.photo, hash))) > 0) return true
  if (scopesOf(actor, 'keeper', 'admin').length === 0) return false
  const rows = await read
    .select({ station: stations })
    .from(faults)
    .innerJoin(stations, eq(stations.id, faults.stationId))
    .where(eq(faults.photo, hash))
  return rows.some(({ station }) => worksAt(actor, station))
}

/** Stations as their pages show them. `isAtWork`: shows the pictures of faults. */
export async function stationViews(
  read: Reader,
  shown: readonly Station[],
  { now, isAtWork }: { readonly now: number, readonly isAtWork: boolean },
): Promise<StationView[]> {
  const ids = shown.map(({ id }) => id)
  const longer = await longerFrom(read, now)
  const heads = new Map((await estimateHeads(read, now, ids)).map(each => [each.id, each]))
  const isShown = or(isNull(faults.mendedAt), gt(faults.mendedAt, now - MENDED_SHOWN_MS))
  const found = await read
    .select()
    .from(faults)
    .where(and(inArray(faults.stationId, ids), isShown))
    .orderBy(desc(faults.at), desc(faults.id))
  const pictures = isAtWork ? found.map(({ photo }) => photo) : []
  const refOf = await photoRefs(read, [...shown.map(({ photo }) => photo), ...pictures])
  return await Promise.all(
    shown.map(async station => ({
      ...viewOf(station, refOf, heads.get(station.id), dayOf(now)),
      ...longerOf(station, longer),
      areaName: await nameOfArea(read, station.areaId),
      faults: found.filter(({ stationId }) => stationId === station.id).map(fault =>
        faultView(fault, isAtWork ? refOf(fault.photo) : null)),
    })),
  )
}

/** The longer hours of a station, if it has any. */
function longerOf({ areaId }: Station, all: readonly LongerHours[]): Pick<StationView, 'longer'> {
  const longer = longerIn(all, areaId)
  return { ...longer && { longer } }
}

function viewOf(
  station: Station,
  refOf: RefOf,
  heads: Heads | undefined,
  today: string,
): Omit<StationView, 'areaName' | 'faults'> {
  const { exceptions, shutWords, notice, photo, phone, supplies, suppliesAt, lastOpenedAt } = station
  return {
    ...shownBasics(station),
    exceptions: exceptions.filter(({ day }) => day >= today),
    shut: shutWords,
    isDoubtful: station.doubtfulSince !== null,
    notice,
    photo: refOf(photo),
    ...phone !== null && { phone },
    supplies,
    suppliesAt,
    heads: { count: heads?.count ?? 0, countedAt: heads?.countedAt ?? null },
    lastOpenedAt,
  }
}

/** A fault without its reporter. */
const faultView = (
  { id, kind, supply, words, at, answer, answeredAt, mendedAt }: typeof faults.$inferSelect,
  photo: PhotoRef | null,
): StationView['faults'][number] => ({
  id,
  kind,
  supply,
  words,
  at,
  answer,
  answeredAt,
  isMended: mendedAt !== null,
  ...photo && { photo },
})

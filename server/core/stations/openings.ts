import type { Reader, Transaction } from '#server/database/database.ts'
import type { LongerHours } from '#shared/stations/longer-hours.ts'
import type { Hours, StationFacts } from '#shared/stations/rules.ts'
import type { Station } from './find-stations.ts'
import { insertOnce, lockRow } from '#server/database/rows.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { longerIn } from '#shared/stations/longer-hours.ts'
import { spansOn, staffedTimes, stateAt } from '#shared/stations/rules.ts'
import { and, asc, eq, gt, isNotNull } from 'drizzle-orm'
import { longerFrom } from './longer-hours.ts'
import { formerOpenings, stations } from './tables.ts'

type Deciding = 'areaId' | 'week' | 'exceptions' | 'isSelfService' | 'shutWords' | 'doubtfulSince'
/**
 * The columns that decide a station's state, in the shape of the shared rules. `longer`: what announcements
 * add anywhere (`longerFrom`).
 */
export const factsOf = (
  { areaId, week, exceptions, isSelfService, shutWords, doubtfulSince }: Pick<Station, Deciding>,
  longer: readonly LongerHours[],
): StationFacts => ({
  hours: { week, exceptions, longer: longerIn(longer, areaId) },
  isSelfService,
  isShut: shutWords !== null,
  isDoubtful: doubtfulSince !== null,
})

/** True when a station was closed at an instant (ms), by what its keepers had said until then. */
export async function wasClosed(read: Reader, station: Station, at: number): Promise<boolean> {
  const [former] = await read
    .select()
    .from(formerOpenings)
    .where(and(eq(formerOpenings.stationId, station.id), gt(formerOpenings.until, at)))
    .orderBy(asc(formerOpenings.until))
    .limit(1)
  const isSelfService = former?.isSelfService ?? station.isSelfService
  const held = { ...station, ...former, isSelfService }
  return stateAt(factsOf(held, await longerFrom(read, at)), at) === 'closed'
}

/**
 * True when somebody was at a station's counter at some moment of a time of a few days (UTC ms), by what its
 * keepers had said until then.
 */
export async function wasStaffed(read: Reader, station: Station, from: number, until: number) {
  const former = await read
    .select()
    .from(formerOpenings)
    .where(and(eq(formerOpenings.stationId, station.id), gt(formerOpenings.until, from)))
    .orderBy(asc(formerOpenings.until))
  const longer = longerIn(await longerFrom(read, from), station.areaId)
  let since = from
  for (const held of [...former, { ...station, until }]) {
    const end = Math.min(held.until, until)
    const isOpen = held.shutWords === null
      && staffedTimes({ ...held, longer }, since).some(time => time.from < end && time.until > since)
    if (isOpen) return true
    since = end
  }
  return false
}

/**
 * How many days ahead a change of hours is searched for days that now close; an order waits about as long.
 */
const CLOSING_DAYS = 14

/** The coming days on which a station was to open by the old hours and is closed by the new ones. */
export const closedDays = (before: Hours, after: Hours, now: number): string[] =>
  Array.from({ length: CLOSING_DAYS }, (_, ahead) => dayOf(now + ahead * DAY_MS))
    .filter(day => spansOn(before, day) !== null && spansOn(after, day) === null)

/** The hours that held until an instant (ms) at which a keeper changed them. */
export async function hoursBefore(read: Reader, stationId: string, at: number): Promise<Hours | undefined> {
  const [former] = await read
    .select()
    .from(formerOpenings)
    .where(and(eq(formerOpenings.stationId, stationId), eq(formerOpenings.until, at)))
  return former
}

/** Closures of which waiting customers have not been notified, each with when it was decided (UTC ms). */
export async function closuresToTell(read: Reader): Promise<{ stationId: string, at: number }[]> {
  const rows = await read
    .select({ stationId: stations.id, at: stations.closureAt })
    .from(stations)
    .where(isNotNull(stations.closureAt))
  return rows.map(({ stationId, at }) => ({ stationId, at: at! }))
}

/** Marks a closure as notified; undefined if it was before, or if a later one has replaced it. */
export async function takeClosure(
  tx: Transaction,
  { stationId, at }: { readonly stationId: string, readonly at: number },
): Promise<Station | undefined> {
  const [told] = await tx
    .update(stations)
    .set({ closureAt: null })
    .where(and(eq(stations.id, stationId), eq(stations.closureAt, at)))
    .returning()
  return told
}

/**
 * Saves what decides whether a station is open, just before somebody changes it. The row is locked, so that
 * two changes at once save one after the other.
 */
export async function saveFormerOpening(tx: Transaction, stationId: string, now: number): Promise<void> {
  const former = await lockRow(tx, stations, { id: stationId })
  if (!former) return
  // Of two changes in one millisecond only the first state is saved, because the one in between never held.
  const { week, exceptions, shutWords, isSelfService } = former
  await insertOnce(tx, formerOpenings, { stationId, until: now, week, exceptions, shutWords, isSelfService })
}

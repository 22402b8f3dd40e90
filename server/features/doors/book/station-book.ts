import type { Station } from '#server/core/stations/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { QueryHandler } from '#server/sync/context.ts'
import type { StationBook } from '#shared/doors/schemas.ts'
import type { StationState } from '#shared/stations/rules.ts'
import { nameOfArea } from '#server/core/areas/index.ts'
import { accounts } from '#server/core/identity/index.ts'
import { areasOf, inAreas, isHeld, isInside, posts, scopesOf } from '#server/core/posts/index.ts'
import {
  factsOf,
  gotIn,
  kiosksSeen,
  longerFrom,
  shownBasics,
  stations,
  stationsIn,
  visits,
} from '#server/core/stations/index.ts'
import { areaCodeLengths } from '#shared/areas/schemas.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { isListed } from '#shared/stations/listing.ts'
import { stateAt } from '#shared/stations/rules.ts'
import { and, asc, eq, gt, gte, inArray, isNull, lte, or, sql } from 'drizzle-orm'
import { codeOfInvite } from '../kiosks/pairing.ts'
import { kioskInvites, suspensions } from '../tables.ts'
import { visitsBefore } from './visits-before.ts'

const DISTRICT_LENGTH = areaCodeLengths[1]

/**
 * Answers `stations.book`: the stations of one's area, their visits and kiosks. Pairing codes, which let a
 * tablet open doors, and who is suspended are for admins alone.
 */
export const stationBook: QueryHandler<'stations.book'> = async (filter, { read, actor, now }) => {
  const areas = areasOf(actor)
  const asAdmin = scopesOf(actor, 'admin')
  const all = await stationsIn(read, areas)
  const ids = all.map(({ id }) => id)
  const longer = await longerFrom(read, now)
  const states = all.map(station => stateAt(factsOf(station, longer), now))
  const came = await visitsOf(read, ids, now)
  const kiosks = await kiosksSeen(read, ids)
  const sumOf = (of: 'today' | 'week', among: readonly { id: string }[] = all) =>
    among.reduce((sum, { id }) => sum + (came.get(id)?.[of] ?? 0), 0)
  const districts = [...new Set(all.map(({ areaId }) => areaId.slice(0, DISTRICT_LENGTH)))].sort()
  return {
    totals: {
      stations: all.length,
      open: states.filter(state => state === 'open').length,
      doubtful: states.filter(state => state === 'doubtful').length,
      visitsToday: sumOf('today'),
      visitsWeek: sumOf('week'),
      visitsAll: await visitsBefore(read, ids, weekOf(now)) + sumOf('week'),
    },
    districts: await Promise.all(
      districts.map(async (areaId) => {
        const inside = all.filter(station => station.areaId.startsWith(areaId))
        return {
          areaId,
          name: await nameOfArea(read, areaId),
          stations: inside.length,
          visitsWeek: sumOf('week', inside),
        }
      }),
    ),
    stations: (await rowsOf(read, all, { states, came, kiosks, now })).filter(row => isListed(row, filter)),
    kiosks,
    invites: await openInvites(read, all.filter(({ areaId }) => isInside(areaId, asAdmin)), now),
    suspended: asAdmin.length > 0 ? await suspendedIn(read, asAdmin, now) : [],
  }
}

interface Known {
  /** In the same order as the stations. */
  readonly states: readonly StationState[]
  readonly came: Awaited<ReturnType<typeof visitsOf>>
  readonly kiosks: readonly { readonly stationId: string }[]
  readonly now: number
}

/** A line for each station. */
async function rowsOf(read: Reader, all: readonly Station[], { states, came, kiosks, now }: Known) {
  const keeping = await read
    .select({ stationId: posts.scope, name: accounts.name })
    .from(posts)
    .innerJoin(accounts, eq(accounts.id, posts.accountId))
    .where(and(eq(posts.kind, 'keeper'), isHeld(now)))
    .orderBy(asc(posts.from), asc(posts.id))
  const rows = all.map(async (station, at) => ({
    ...basicsOf(station),
    areaId: station.areaId,
    areaName: await nameOfArea(read, station.areaId),
    state: states[at]!,
    keepers: keeping
      .filter(({ stationId }) => stationId === station.id)
      .map(({ name }) => name ?? '还没报到'),
    kiosks: kiosks.filter(({ stationId }) => stationId === station.id).length,
    visitsToday: came.get(station.id)?.today ?? 0,
    visitsWeek: came.get(station.id)?.week ?? 0,
  }))
  return (await Promise.all(rows)).sort((a, b) => a.number - b.number)
}

const basicsOf = (station: Station) => ({
  ...shownBasics(station),
  groups: station.groups,
  version: Math.max(...(['basics', 'hours', 'phone'] as const).map(part => station.changed[part]?.at ?? 0)),
})

const todayOf = (now: number) => startOfDay(dayOf(now))
/** The start of the last seven days, today included (ms). */
const weekOf = (now: number) => todayOf(now) - 6 * DAY_MS

/** The number of visits of each station, today and in the last seven days. */
async function visitsOf(read: Reader, stationIds: string[], now: number) {
  const today = todayOf(now)
  const rows = await read
    .select({
      id: visits.stationId,
      today: sql<number>`cast(sum(case when ${visits.enteredAt} >= ${today} then 1 else 0 end) as integer)`,
      week: sql<number>`cast(count(*) as integer)`,
    })
    .from(visits)
    .where(
      and(
        inArray(visits.stationId, stationIds),
        gte(visits.enteredAt, weekOf(now)),
        lte(visits.enteredAt, now),
        gotIn,
      ),
    )
    .groupBy(visits.stationId)
  return new Map(rows.map(row => [row.id, row]))
}

async function openInvites(
  read: Reader,
  among: readonly Station[],
  now: number,
): Promise<StationBook['invites']> {
  const open = await read
    .select({
      id: kioskInvites.id,
      stationId: kioskInvites.stationId,
      stationName: stations.name,
      label: kioskInvites.label,
      until: kioskInvites.expiresAt,
    })
    .from(kioskInvites)
    .innerJoin(stations, eq(stations.id, kioskInvites.stationId))
    .where(
      and(
        inArray(kioskInvites.stationId, among.map(({ id }) => id)),
        isNull(kioskInvites.usedAt),
        gt(kioskInvites.expiresAt, now),
      ),
    )
    .orderBy(asc(kioskInvites.expiresAt), asc(kioskInvites.id))
  return open.map(invite => ({ ...invite, code: codeOfInvite(invite.id) }))
}

/** Suspended people whom the admin may let in again. Those who have not registered belong to no area. */
async function suspendedIn(
  read: Reader,
  areas: readonly string[],
  now: number,
): Promise<StationBook['suspended']> {
  const rows = await read
    .select({
      accountId: suspensions.accountId,
      name: accounts.name,
      until: suspensions.until,
      words: suspensions.words,
      at: suspensions.at,
    })
    .from(suspensions)
    .innerJoin(accounts, eq(accounts.id, suspensions.accountId))
    .where(and(gt(suspensions.until, now), or(isNull(accounts.areaId), inAreas(accounts.areaId, areas))))
    .orderBy(asc(suspensions.until), asc(suspensions.accountId))
  return rows.map(row => ({ ...row, name: row.name ?? '' }))
}

import type { QueryContext } from '#server/sync/context.ts'
import type { Asked, Found, Source } from './sources.ts'
import { inArea } from '#server/core/areas/index.ts'
import { accounts } from '#server/core/identity/index.ts'
import { openings, signups } from '#server/core/signups/index.ts'
import { factsOf, gotIn, longerFrom, stations, visits } from '#server/core/stations/index.ts'
import { teams } from '#server/core/teams/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { activities } from '#server/features/volunteering/tables.ts'
import { monthAfter } from '#shared/figures/rules.ts'
import { UNSAID } from '#shared/figures/schemas.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { stateAt } from '#shared/stations/rules.ts'
import { and, asc, count, desc, eq, gte, inArray, isNull, lt, sql } from 'drizzle-orm'
import { hourOf } from './count-others.ts'
import { number } from './facts.ts'
import { pointRows } from './point-rows.ts'
import { beginOf, endOf, isRegistered, wasHeldIn } from './read-others.ts'
import { dayRow, whole } from './sources.ts'
import { figureVisits } from './tables.ts'

/** The rows behind figures of people, stations, volunteering and points; undefined for figures of reports. */
export function otherRows(asked: Asked, context: QueryContext): Source | undefined {
  switch (asked.of) {
    case 'people':
    case 'registered': return peopleRows(asked, context)
    case 'stations':
    case 'stationsOpen': return whole(stationRows(asked, context))
    case 'visits': return whole((asked.day === undefined ? visitDays : visitsOf)(asked, context))
    case 'teams': return teamRows(asked, context)
    case 'activities':
    case 'places': return activityRows(asked, context)
    case 'issued':
    case 'spent':
    case 'lapsed':
    case 'takenBack':
    case 'held': return pointRows(asked, context)
    default: return undefined
  }
}

function peopleRows(asked: Asked, { read }: QueryContext): Source {
  const { role, company, work } = asked
  const meant = and(
    isRegistered,
    inArea(accounts.areaId, asked.areaId),
    inArray(accounts.role, role ? [role] : ['courier', 'resident']),
    company && (company === UNSAID ? isNull(accounts.company) : eq(accounts.company, company)),
    work && (work === UNSAID ? isNull(accounts.work) : eq(accounts.work, work)),
    asked.of === 'people'
      ? undefined
      : and(gte(accounts.registeredAt, beginOf(asked)), lt(accounts.registeredAt, endOf(asked))),
  )
  return {
    total: async () => await read.$count(accounts, meant),
    page: async (range) => {
      const { rows, hasMore } = await pageOf({
        range,
        rank: accounts.registeredAt,
        read: async (within, limit) => await read
          .select({
            role: accounts.role,
            company: accounts.company,
            work: accounts.work,
            areaId: accounts.areaId,
            rank: sql`${accounts.registeredAt}`.mapWith(Number),
          })
          .from(accounts)
          .where(and(meant, within))
          .orderBy(desc(accounts.registeredAt), desc(accounts.id))
          .limit(limit),
        rankOf: ({ rank }) => rank,
      })
      return {
        rows: rows.map((row, at) => ({
          what: 'person',
          ...row,
          id: `${row.rank} ${at}`, // An id that reveals no account.
          role: row.role as 'courier' | 'resident',
          registeredOn: dayOf(row.rank),
        })),
        hasMore,
      }
    },
  }
}

async function stationRows({ of, areaId }: Asked, { read, now }: QueryContext): Promise<Found[]> {
  const rows = await read
    .select()
    .from(stations)
    .where(inArea(stations.areaId, areaId))
    .orderBy(asc(stations.areaId), asc(stations.number))
  const longer = await longerFrom(read, now)
  const told = rows.map((station, at) => ({
    what: 'station' as const,
    id: station.id,
    rank: rows.length - at,
    areaId: station.areaId,
    name: station.name,
    state: stateAt(factsOf(station, longer), now),
  }))
  return of === 'stations' ? told : told.filter(({ state }) => state === 'open')
}

async function visitDays(asked: Asked, { read }: QueryContext): Promise<Found[]> {
  const rows = await read
    .select({ day: figureVisits.day, n: sql`sum(${figureVisits.n})`.mapWith(Number) })
    .from(figureVisits)
    .where(and(
      eq(figureVisits.areaId, asked.areaId),
      gte(figureVisits.day, asked.from),
      lt(figureVisits.day, monthAfter(asked.to, 1)),
      asked.hour === undefined ? undefined : eq(figureVisits.hour, asked.hour),
    ))
    .groupBy(figureVisits.day)
    .orderBy(desc(figureVisits.day))
  return rows.map(({ day, n }) => dayRow(day, n))
}

/** The visits of a day by station, without their persons. */
async function visitsOf(asked: Asked, { read }: QueryContext): Promise<Found[]> {
  const known = await read
    .select({ id: stations.id, name: stations.name, areaId: stations.areaId })
    .from(stations)
    .where(inArea(stations.areaId, asked.areaId))
    .orderBy(asc(stations.areaId), asc(stations.number))
  const from = startOfDay(asked.day!)
  const counted = new Map((await read
    .select({ stationId: visits.stationId, n: count() })
    .from(visits)
    .where(and(
      inArray(visits.stationId, known.map(({ id }) => id)),
      gte(visits.enteredAt, Math.max(from, beginOf(asked))),
      lt(visits.enteredAt, Math.min(from + DAY_MS, endOf(asked))),
      gotIn,
      asked.hour === undefined ? undefined : sql`${hourOf} = ${number(asked.hour)}`,
    ))
    .groupBy(visits.stationId)).map(({ stationId, n }) => [stationId, n]))
  return known
    .map((station, at) =>
      ({ what: 'visits' as const, ...station, rank: known.length - at, n: counted.get(station.id) ?? 0 }))
    .filter(({ n }) => n > 0)
}

function teamRows({ areaId }: Asked, { read }: QueryContext): Source {
  const meant = inArea(teams.areaId, areaId)
  return {
    total: async () => await read.$count(teams, meant),
    page: async (range) => {
      const { rows, hasMore } = await pageOf({
        range,
        rank: teams.foundedAt,
        read: async (within, limit) => await read
          .select()
          .from(teams)
          .where(and(meant, within))
          .orderBy(desc(teams.foundedAt), desc(teams.id))
          .limit(limit),
        rankOf: ({ foundedAt }) => foundedAt,
      })
      const told = rows.map(({ id, name, areaId: own, foundedAt }) =>
        ({ what: 'team' as const, id, rank: foundedAt, areaId: own, name, foundedOn: dayOf(foundedAt) }))
      return { rows: told, hasMore }
    },
  }
}

function activityRows(asked: Asked, { read }: QueryContext): Source {
  const came = read
    .select({ n: count() })
    .from(openings)
    .innerJoin(signups, and(eq(signups.openingId, openings.id), eq(signups.state, 'came')))
    .where(and(eq(openings.kind, 'activity'), eq(openings.ref, activities.id)))
  const isPlaces = asked.of === 'places'
  const meant = and(
    wasHeldIn(asked),
    inArea(activities.areaId, asked.areaId),
    isPlaces ? sql`(${came}) > 0` : undefined,
  )
  return {
    total: async () => {
      if (!isPlaces) return await read.$count(activities, meant)
      const [all] = await read.select({ n: sql`coalesce(sum((${came})), 0)`.mapWith(Number) })
        .from(activities)
        .where(meant)
      return all!.n
    },
    page: async range => await pageOf({
      range,
      rank: activities.startsAt,
      read: async (within, limit) => await read
        .select({
          what: sql<'activity'>`'activity'`,
          id: activities.id,
          rank: sql`${activities.startsAt}`.mapWith(Number),
          areaId: activities.areaId,
          title: activities.title,
          startsAt: activities.startsAt,
          came: sql`(${came})`.mapWith(Number),
        })
        .from(activities)
        .where(and(meant, within))
        .orderBy(desc(activities.startsAt), desc(activities.id))
        .limit(limit),
      rankOf: ({ rank }) => rank,
    }),
  }
}

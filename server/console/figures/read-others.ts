import type { Reader } from '#server/database/database.ts'
import type { CityFigures } from '#shared/figures/schemas.ts'
import type { Asked, Months } from './read-reports.ts'
import { inArea } from '#server/core/areas/index.ts'
import { accounts } from '#server/core/identity/index.ts'
import { inAreas } from '#server/core/posts/index.ts'
import { openings, signups } from '#server/core/signups/index.ts'
import { factsOf, longerFrom, stations } from '#server/core/stations/index.ts'
import { teams } from '#server/core/teams/index.ts'
import { activities } from '#server/features/volunteering/tables.ts'
import { monthAfter } from '#shared/figures/rules.ts'
import { dayOf, startOfDay } from '#shared/kernel/day.ts'
import { stateAt } from '#shared/stations/rules.ts'
import { and, count, eq, gte, inArray, isNotNull, isNull, lt, lte, sql } from 'drizzle-orm'
import { number } from './facts.ts'
import { figurePoints, figureVisits } from './tables.ts'

export const beginOf = ({ from }: Months) => startOfDay(`${from}-01`)
export const endOf = ({ to }: Months) => startOfDay(`${monthAfter(to, 1)}-01`)
export const isRegistered = and(isNotNull(accounts.registeredAt), isNull(accounts.deletedAt))

/** The registered people of these areas by company and work: all, and those registered in these months. */
export async function readPeople(read: Reader, asked: Asked): Promise<CityFigures['people']> {
  const isNew = sql`${accounts.registeredAt} >= ${beginOf(asked)}
    and ${accounts.registeredAt} < ${endOf(asked)}`
  const rows = await read
    .select({
      role: accounts.role,
      company: accounts.company,
      work: accounts.work,
      n: count(),
      registered: sql<number>`sum(case when ${isNew} then 1 else 0 end)`.mapWith(Number),
    })
    .from(accounts)
    .where(and(inAreas(accounts.areaId, asked.areaIds), isRegistered))
    .groupBy(accounts.role, accounts.company, accounts.work)
  const total = (role: string) => rows.filter(row => row.role === role).reduce((sum, { n }) => sum + n, 0)
  return {
    couriers: total('courier'),
    residents: total('resident'),
    registered: rows.reduce((sum, { registered }) => sum + registered, 0),
    groups: rows
      .filter(({ role }) => role === 'courier')
      .map(({ company, work, n }) => ({ company, work, n })),
  }
}

/** How many people have registered in each area inside one; `length`: the length of the areas' codes. */
export async function peopleBy(
  read: Reader,
  within: string,
  length: number,
): Promise<ReadonlyMap<string, number>> {
  const key = sql<string>`substr(${accounts.areaId}, 1, ${number(length)})`
  const rows = await read
    .select({ areaId: key, n: count() })
    .from(accounts)
    .where(and(inArea(accounts.areaId, within), isRegistered))
    .groupBy(key)
  return new Map(rows.map(({ areaId, n }) => [areaId, n]))
}

/** The stations of these areas, those open at an instant, and the visits of these months by the hour. */
export async function readStations(
  read: Reader,
  asked: Asked,
  now: number,
): Promise<CityFigures['stations']> {
  const rows = await read.select().from(stations).where(inAreas(stations.areaId, asked.areaIds))
  const longer = await longerFrom(read, now)
  const visits = await read
    .select({ hour: figureVisits.hour, n: sql<number>`sum(${figureVisits.n})`.mapWith(Number) })
    .from(figureVisits)
    .where(and(
      inArray(figureVisits.areaId, [...asked.areaIds]),
      gte(figureVisits.day, asked.from),
      lt(figureVisits.day, monthAfter(asked.to, 1)),
    ))
    .groupBy(figureVisits.hour)
  return {
    all: rows.length,
    open: rows.filter(station => stateAt(factsOf(station, longer), now) === 'open').length,
    visits: visits.reduce((sum, { n }) => sum + n, 0),
    hours: Array.from({ length: 24 }, (_, hour) => visits.find(row => row.hour === hour)?.n ?? 0),
  }
}

export const wasHeldIn = (months: Months) => and(
  eq(activities.state, 'finished'),
  gte(activities.startsAt, beginOf(months)),
  lt(activities.startsAt, endOf(months)),
)

/** The number of teams, of activities held in these months, and of those who came to them. */
export async function readVolunteering(read: Reader, asked: Asked): Promise<CityFigures['volunteering']> {
  const isHeld = and(wasHeldIn(asked), inAreas(activities.areaId, asked.areaIds))
  const [came] = await read
    .select({ n: count() })
    .from(activities)
    .innerJoin(openings, and(eq(openings.kind, 'activity'), eq(openings.ref, activities.id)))
    .innerJoin(signups, and(eq(signups.openingId, openings.id), eq(signups.state, 'came')))
    .where(isHeld)
  return {
    teams: await read.$count(teams, inAreas(teams.areaId, asked.areaIds)),
    activities: await read.$count(activities, isHeld),
    places: came!.n,
  }
}

/** The points moved in these months, and those held now. */
export async function readPoints(
  read: Reader,
  months: Months,
  now: number,
): Promise<NonNullable<CityFigures['points']>> {
  const rows = await read
    .select({
      way: figurePoints.way,
      inMonths: sql<number>`sum(case when ${figurePoints.day} >= ${months.from}
        and ${figurePoints.day} < ${monthAfter(months.to, 1)} then ${figurePoints.amount} else 0 end)`
        .mapWith(Number),
      ever: sql<number>`sum(${figurePoints.amount})`.mapWith(Number),
    })
    .from(figurePoints)
    .where(lte(figurePoints.day, dayOf(now)))
    .groupBy(figurePoints.way)
  const of = (way: string) => rows.find(row => row.way === way) ?? { inMonths: 0, ever: 0 }
  return {
    issued: of('issued').inMonths,
    spent: of('spent').inMonths,
    lapsed: of('lapsed').inMonths,
    takenBack: of('takenBack').inMonths,
    held: of('held').ever - of('spent').ever - of('released').ever,
  }
}

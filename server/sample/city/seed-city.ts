import type { Database, Transaction } from '#server/database/database.ts'
import type { Area } from '#shared/areas/schemas.ts'
import type { AccountRole } from '#shared/identity/roles.ts'
import type { SampleName } from '../people.ts'
import { areas } from '#server/core/areas/index.ts'
import { accounts } from '#server/core/identity/index.ts'
import { stations } from '#server/core/stations/index.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { asc } from 'drizzle-orm'
import { chapters, settlePeople } from '../build.ts'
import { sampleId, samplePeople } from '../people.ts'
import { sampleAccount } from '../posts.ts'
import { spreadAll } from '../seed-stations.ts'
import { firstStations } from '../stations.ts'
import { writeActivities } from './activities.ts'
import { writeMall } from './orders.ts'
import { appointClerks, appointKeepers, settleCrowd } from './people.ts'
import { drawGoods, drawScenes } from './pictures.ts'
import { DAYS, published } from './published.ts'
import { openPurses } from './purses.ts'
import { drawReports } from './reports.ts'
import { writeVisits } from './visits.ts'
import { writeReports } from './write-reports.ts'

export interface SeededCity {
  readonly database: Database
  readonly dataDir: string
  /** The instant (ms) at which the city's story ends. */
  readonly now: number
}

/** Thrown if the city has people already; nothing was changed. */
export class CityHasPeople extends Error {
  override readonly name = 'CityHasPeople'
}

/**
 * Fills a city without people with a sample of the programme's published size. The same instant gives the
 * same city, and a failure changes nothing. Throws `CityHasPeople`.
 */
export async function seedCity({ database, dataDir, now }: SeededCity): Promise<void> {
  await requireNobody(database.read)
  const begun = now - (DAYS + 20) * DAY_MS
  const pictures = { database, dataDir, at: begun }
  const [photoOf, goodOf] = [await drawScenes(pictures), await drawGoods(pictures)]
  await database.transact(async (tx) => {
    await requireNobody(tx)
    await settlePeople(tx, begun)
    for (const chapter of chapters) await closeChapter(tx, chapter, now)
    const rows = await tx.select().from(areas).orderBy(asc(areas.id))
    const known = rows.map(({ id, name }): Area => [id, name])
    const crowd = await settleCrowd(tx, { areas: known, now, ...crowdSize })
    const clerks = await appointClerks(tx, now)
    await tx.insert(stations).values(firstStations)
    await spreadAll(tx, known, now)
    const keepers = await appointKeepers(tx, begun)
    const spots = await tx.select().from(stations).orderBy(asc(stations.number))
    const reporters = crowd.couriers.toSorted((a, b) => a.registeredAt - b.registeredAt)
    const volunteers = [...reporters.slice(0, 2400), ...crowd.residents.slice(0, 300)]
      .sort((a, b) => a.registeredAt - b.registeredAt)
    const drawn = drawReports({ count: published.reports, now, spots, reporters })
    const awards = await writeReports(tx, { drawn, clerks, photoOf })
    awards.push(...await writeActivities(tx, { now, spots, volunteers, clerks, count: published }))
    await writeMall(tx, { now, purses: openPurses(), awards, keepers, photoOf: goodOf })
    await writeVisits(tx, { now, visitors: reporters.slice(0, 6000) })
  })
}

const sampleNames = Object.keys(samplePeople) as SampleName[]
const sampleAccounts = sampleNames.map(sampleAccount).filter(({ areaId }) => areaId !== null)
const registered = (role: AccountRole) => sampleAccounts.filter(account => account.role === role).length
/** The published numbers less the sample people who can sign in. */
const crowdSize = {
  couriers: published.couriers - registered('courier'),
  residents: published.residents - registered('resident'),
}

async function requireNobody(read: Pick<Transaction, '$count'>): Promise<void> {
  const people = await read.$count(accounts)
  if (people > 0) throw new CityHasPeople(`${people} accounts are there already`)
}

/** Marks a chapter of the small sample as done, so that a start with SAMPLE_CITY does not add it. */
const closeChapter = async (tx: Transaction, chapter: string, at: number): Promise<void> =>
  void (await tx.insert(accounts).values([chapter, `${chapter} begun`].map(name =>
    ({ id: sampleId(name), role: 'resident' as const, createdAt: at, deletedAt: at }))))

import type { City } from '#server/city.ts'
import type { Transaction } from '#server/database/database.ts'
import type { SampleName } from './people.ts'
import type { Seeder } from './seeder.ts'
import { accounts, units } from '#server/core/identity/index.ts'
import { posts } from '#server/core/posts/index.ts'
import { PRIVACY_NOTICE } from '#shared/identity/schemas.ts'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { sampleId, sampleLinkUnits, samplePeople, sampleUnits } from './people.ts'
import { sampleAccount, samplePosts } from './posts.ts'
import { seedActivities } from './seed-activities.ts'
import { seedAnnouncements } from './seed-announcements.ts'
import { seedGoods } from './seed-goods.ts'
import { seedHours } from './seed-hours.ts'
import { seedOrders } from './seed-orders.ts'
import { seedPolls } from './seed-polls.ts'
import { seedReports } from './seed-reports.ts'
import { openMoreStations, seedFaults, seedKeeping } from './seed-stations.ts'
import { seedTeams } from './seed-teams.ts'
import { seedVisits } from './seed-visits.ts'
import { seedVoices } from './seed-voices.ts'
import { openSeeder } from './seeder.ts'
import { openStations } from './stations.ts'

/** The chapters of the sample city; each is seeded once. */
export const chapters =
  ['city', 'mall', 'stations', 'teams', 'hours', 'activities', 'polls', 'voices', 'announcements'] as const

/** Seeds a city with sample people, reports, stations and goods, each chapter once; true when any was new. */
export async function buildSampleCity(city: City): Promise<boolean> {
  return [
    await seedOnce(city, 'city', async (seeder) => {
      await city.database.transact(tx => settlePeople(tx, seeder.now))
      await seedReports(seeder)
    }),
    await seedOnce(city, 'mall', async (seeder) => {
      await city.database.transact(tx => settlePeople(tx, seeder.now))
      await openStations(city.database)
      await seedGoods(seeder)
      if (await everybodyIsHere(city)) await seedOrders(seeder)
    }),
    await seedOnce(city, 'stations', async (seeder) => {
      await openMoreStations(city, seeder.now)
      if (!await everybodyIsHere(city)) return
      await seedVisits(city, seeder.now)
      await seedKeeping(seeder)
      await seedFaults(seeder)
    }),
    await seedOnce(city, 'teams', async (seeder) => {
      await city.database.transact(tx => settlePeople(tx, seeder.now))
      if (await everybodyIsHere(city)) await seedTeams(seeder)
    }),
    await seedOnce(city, 'hours', async (seeder) => {
      if (await everybodyIsHere(city)) await seedHours(seeder)
    }),
    await seedOnce(city, 'activities', async (seeder) => {
      if (await everybodyIsHere(city)) await seedActivities(seeder)
    }),
    await seedOnce(city, 'polls', async (seeder) => {
      if (await everybodyIsHere(city)) await seedPolls(city, seeder)
    }),
    await seedOnce(city, 'voices', async (seeder) => {
      if (await everybodyIsHere(city)) await seedVoices(seeder)
    }),
    await seedOnce(city, 'announcements', async (seeder) => {
      if (await everybodyIsHere(city)) await seedAnnouncements(seeder)
    }),
  ].includes(true)
}

/**
 * Seeds one chapter, unless it was seeded before. Accounts of nobody mark its beginning and its end: an
 * interrupted chapter resumes with its first times, and receipts answer the commands already sent.
 */
async function seedOnce(
  city: City,
  chapter: (typeof chapters)[number],
  seed: (seeder: Seeder) => Promise<void>,
): Promise<boolean> {
  const { database, clock } = city
  const nobody = (id: string, at: number) =>
    database.transact(
      async tx =>
        void (await tx
          .insert(accounts)
          .values({ id, role: 'resident', createdAt: at, deletedAt: at })
          .onConflictDoNothing()),
    )
  const find = async (id: string) =>
    (await database.read.select({ at: accounts.createdAt }).from(accounts).where(eq(accounts.id, id)))[0]
  if (await find(sampleId(chapter))) return false
  // A city seeded by an earlier release has no such mark: the age of its first account stands in for it.
  await nobody(
    sampleId(`${chapter} begun`),
    (chapter === 'city' ? await find(sampleId('rider')) : undefined)?.at ?? clock(),
  )
  const begun = await find(sampleId(`${chapter} begun`))
  await seed(openSeeder(city, begun!.at))
  await nobody(sampleId(chapter), begun!.at)
  return true
}

/** Adds the sample people, their posts and the units; existing ones stay. */
export async function settlePeople(tx: Transaction, now: number): Promise<void> {
  await tx
    .insert(units)
    .values(Object.entries({ ...sampleUnits, ...sampleLinkUnits })
      .map(([key, unit]) => ({ id: sampleId(key), ...unit })))
    .onConflictDoNothing()
  for (const name of Object.keys(samplePeople) as SampleName[]) {
    const account = sampleAccount(name)
    await tx
      .insert(accounts)
      .values({ ...account, privacyNotice: PRIVACY_NOTICE, registeredAt: now, createdAt: now })
      .onConflictDoNothing()
    for (const post of samplePosts(name))
      await tx.insert(posts).values({ ...post, accountId: account.id }).onConflictDoNothing()
  }
}

/** False if somebody has erased their sample account, for which nothing can be ordered any more. */
async function everybodyIsHere({ database }: City): Promise<boolean> {
  const ids = Object.keys(samplePeople).map(sampleId)
  return (
    (await database.read.$count(accounts, and(inArray(accounts.id, ids), isNull(accounts.deletedAt))))
    === ids.length
  )
}

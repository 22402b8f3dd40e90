import type { City } from '#server/city.ts'
import type { Teller } from './teller.ts'
import { accounts, units } from '#server/core/identity/index.ts'
import { PRIVACY_NOTICE } from '#shared/identity/schemas.ts'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { sampleId, samplePeople, sampleUnits } from './people.ts'
import { openStations } from './stations.ts'
import { tellGoods } from './tell-mall.ts'
import { tellOrders } from './tell-orders.ts'
import { tellReports } from './tell-reports.ts'
import { openMoreStations, tellKeeping } from './tell-stations.ts'
import { tellVisits } from './tell-visits.ts'
import { openTeller } from './teller.ts'

/**
 * Fills a city with sample people, reports, stations and goods, each chapter once. Returns whether anything
 * was told.
 */
export async function buildSampleCity(city: City): Promise<boolean> {
  return [
    await tellOnce(city, 'city', async (teller) => {
      await settlePeople(city, teller.now)
      await tellReports(teller)
    }),
    await tellOnce(city, 'mall', async (teller) => {
      await settlePeople(city, teller.now)
      await openStations(city.database)
      await tellGoods(teller)
      if (await everybodyIsHere(city)) await tellOrders(teller)
    }),
    await tellOnce(city, 'stations', async (teller) => {
      await openMoreStations(city, teller.now)
      if (!await everybodyIsHere(city)) return
      await tellVisits(city, teller.now)
      await tellKeeping(teller)
    }),
  ].includes(true)
}

/**
 * Tells one chapter, unless it was told before. When it was begun and when it was done are written as
 * accounts of nobody: one that was cut short is taken up again with the times it began with, its commands
 * answered from their receipts.
 */
async function tellOnce(
  city: City,
  chapter: 'city' | 'mall' | 'stations',
  tell: (teller: Teller) => Promise<void>,
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
  // A city begun by an earlier release has no such mark, and its first people tell when that was.
  await nobody(
    sampleId(`${chapter} begun`),
    (chapter === 'city' ? await find(sampleId('rider')) : undefined)?.at ?? clock(),
  )
  const begun = await find(sampleId(`${chapter} begun`))
  await tell(openTeller(city, begun!.at))
  await nobody(sampleId(chapter), begun!.at)
  return true
}

async function settlePeople({ database }: City, now: number) {
  await database.transact(async (tx) => {
    await tx
      .insert(units)
      .values(Object.entries(sampleUnits).map(([key, unit]) => ({ id: sampleId(key), ...unit })))
      .onConflictDoNothing()
    for (const [key, person] of Object.entries(samplePeople)) {
      const { unit, ...known } = { unit: undefined, ...person }
      await tx.insert(accounts).values({
        ...known,
        id: sampleId(key),
        unitId: unit === undefined ? null : sampleId(unit),
        privacyNotice: PRIVACY_NOTICE,
        registeredAt: now,
        createdAt: now,
      }).onConflictDoNothing()
    }
  })
}

/**
 * In a city that has been played with, somebody may have erased their account: nothing can be ordered for
 * them.
 */
async function everybodyIsHere({ database }: City): Promise<boolean> {
  const ids = Object.keys(samplePeople).map(sampleId)
  return (
    (await database.read.$count(accounts, and(inArray(accounts.id, ids), isNull(accounts.deletedAt))))
    === ids.length
  )
}

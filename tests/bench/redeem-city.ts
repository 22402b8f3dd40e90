import { randomUUID } from 'node:crypto'
import { accounts, openSession } from '#server/core/identity/index.ts'
import { stations } from '#server/core/stations/index.ts'
import { mallItems, mallStock } from '#server/features/mall/tables.ts'
import { reportPhotos, reports } from '#server/features/reports/tables.ts'
import { COMMUNITY, openTestCity } from '../support/city.ts'
import { crowdOf } from '../support/crowd.ts'
import { moveCity } from './move-city.ts'

const REPORTERS = 15_000
const EACH = 6 // Of fifty points: a day's cap.
const ROWS_PER_INSERT = 500
const ids = { itemId: randomUUID(), stationId: randomUUID() }

/**
 * A city on disk with one full shelf, so many buyers with points, and reports that wait to be accepted; as
 * `our-server.ts` opens it.
 */
export async function fillCity(dataDir: string, buyers: number) {
  const city = await openTestCity({ LIMITS_FACTOR: '1000000' })
  city.time.now = Date.now()
  const { now } = city.time
  const cookies = await crowdOf(city, buyers, { points: 300, days: 60 })
  const reporters = Array.from({ length: REPORTERS }, () => ({
    id: randomUUID(),
    role: 'courier' as const,
    createdAt: now,
  }))
  const filed = reporters.flatMap(({ id: reporterId }) =>
    Array.from({ length: EACH }, () => ({
      id: randomUUID(),
      reporterId,
      kind: 'hazard' as const,
      text: '',
      areaId: COMMUNITY,
      state: 'filed' as const,
      stateSince: now,
      seenAt: now,
      filedAt: now,
      dueAt: now + 86_400_000,
      skewMs: 0,
      awaitsStaff: true,
      supporters: 0,
      reusedPhoto: false,
    })),
  )
  const staff = await city.database.transact(async (tx) => {
    await tx
      .insert(stations)
      .values({
        id: ids.stationId,
        number: 1,
        name: '测',
        areaId: COMMUNITY,
        latitude: 30.6,
        longitude: 114.3,
        address: '',
      })
    await tx
      .insert(mallItems)
      .values({
        id: ids.itemId,
        kind: 'goods',
        category: 'daily',
        name: '毛巾',
        words: '',
        price: 1,
        isListed: true,
        changedAt: now,
        changedBy: city.ids.admin,
      })
    await tx.insert(mallStock).values({ ...ids, onHand: 100_000_000, isOffered: true })
    for (let from = 0; from < reporters.length; from += ROWS_PER_INSERT)
      await tx.insert(accounts).values(reporters.slice(from, from + ROWS_PER_INSERT))
    for (let from = 0; from < filed.length; from += ROWS_PER_INSERT)
      await tx.insert(reports).values(filed.slice(from, from + ROWS_PER_INSERT))
    const hash = 'a'.repeat(64) // Somebody's: reports have photos, and who sent them is asked.
    for (let from = 0; from < filed.length; from += ROWS_PER_INSERT) {
      await tx
        .insert(reportPhotos)
        .values(
          filed
            .slice(from, from + ROWS_PER_INSERT)
            .map(({ id: reportId }) => ({ reportId, hash, position: 0, part: 'before' as const })),
        )
    }
    return `bee=${(await openSession(tx, { id: city.ids.staff, role: 'resident' }, now)).token}`
  })
  await moveCity(city, dataDir)
  return { cookies, staff, reportIds: filed.map(({ id }) => id), ...ids }
}

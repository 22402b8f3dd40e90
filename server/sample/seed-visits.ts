import type { City } from '#server/city.ts'
import type { SampleName } from './people.ts'
import type { Random } from './random.ts'
import { accounts } from '#server/core/identity/index.ts'
import { entries, stations, visits } from '#server/core/stations/index.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { isStaffed } from '#shared/stations/rules.ts'
import { and, asc, eq, isNull, ne } from 'drizzle-orm'
import { sampleId } from './people.ts'
import { openRandom } from './random.ts'
import { doubtedStation, stationId } from './stations.ts'

const DAYS = 14
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const RIDERS = 60
const ROWS_PER_INSERT = 500
/** Riders rest when nobody orders: mid-morning, in the afternoon, late in the evening. */
export const byHour = [1, 1, 0, 0, 0, 1, 2, 3, 4, 9, 10, 4, 3, 6, 11, 12, 9, 5, 3, 4, 7, 9, 6, 3] as const
/** Visits a day at the keeper's stations; other stations get some too. */
const busy: Record<string, number> = {
  [stationId('民意街')]: 100,
  [stationId('满春街')]: 32,
  [stationId('水塔街')]: 24,
}
const ELSEWHERE = 120
const samplers: readonly SampleName[] = ['rider', 'riderChen', 'riderLuo', 'resident']

/** The riders who found the doubtful station's door shut and reported it. */
export const shutOut = ['riderLuo', 'riderDeng'] as const satisfies readonly SampleName[]
export const SHUT_OUT_AGO_MS = 2 * HOUR_MS

type Visit = typeof visits.$inferInsert
type Entry = typeof entries.$inferInsert

/** Visitors who can't sign in: riders without a phone number. */
const inventedRiders = Array.from({ length: RIDERS }, (_, at) => sampleId(`visitor ${at}`))

/** Writes the visits of two weeks at once, since sending them as commands would delay the first start. */
export async function seedVisits({ database }: City, now: number): Promise<void> {
  const open = await database.read
    .select({
      id: stations.id,
      week: stations.week,
      exceptions: stations.exceptions,
      isSelfService: stations.isSelfService,
    })
    .from(stations)
    .where(and(isNull(stations.shutWords), ne(stations.id, stationId(doubtedStation))))
    .orderBy(asc(stations.number))
  const drawn = drawVisits(
    open.map(({ id, week, exceptions, isSelfService }) => ({
      id,
      isOpen: at => isSelfService || isStaffed({ week, exceptions }, at),
    })),
    now,
  )
  drawn.push(...shutOut.map(by => shutOutAt(by, now - SHUT_OUT_AGO_MS - MINUTE_MS)))
  await database.transact(async (tx) => {
    await tx
      .insert(accounts)
      .values(
        inventedRiders.map((id, at) => ({
          id,
          role: 'courier' as const,
          name: `示例骑手${at + 1}`,
          areaId: '420103006',
          company: 'other' as const,
          work: 'delivery' as const,
          registeredAt: now - 30 * DAY_MS,
          createdAt: now - 30 * DAY_MS,
        })),
      )
      .onConflictDoNothing()
    for (let from = 0; from < drawn.length; from += ROWS_PER_INSERT) {
      const some = drawn.slice(from, from + ROWS_PER_INSERT)
      await tx.insert(visits).values(some.map(({ visit }) => visit)).onConflictDoNothing()
      await tx.insert(entries).values(some.map(({ entry }) => entry)).onConflictDoNothing()
    }
    const last = new Map(
      drawn.flatMap(({ visit, entry }) => entry.isOpen ? [[visit.stationId, visit.enteredAt] as const] : []),
    )
    for (const [id, lastOpenedAt] of last)
      await tx.update(stations).set({ lastOpenedAt }).where(eq(stations.id, id))
  })
}

interface OpenStation { readonly id: string, readonly isOpen: (at: number) => boolean }

/** Draws visits to open stations, ordered by time. */
function drawVisits(open: readonly OpenStation[], now: number): { visit: Visit, entry: Entry }[] {
  const random = openRandom(100)
  const busyOnes = open.filter(({ id }) => id in busy)
  const others = open.filter(({ id }) => !(id in busy))
  const hours = byHour.flatMap((weight, hour) => Array.from({ length: weight }, () => hour))
  const drawn: { visit: Visit, entry: Entry }[] = []
  const come = (station: OpenStation, visitors: readonly string[], daysAgo: number) => {
    const at =
      startOfDay(dayOf(now - daysAgo * DAY_MS))
      + random.pick(hours) * HOUR_MS
      + Math.floor(random.between(0, HOUR_MS))
    if (at < now - MINUTE_MS && station.isOpen(at)) {
      drawn.push(
        visitOf(`visit ${daysAgo} ${drawn.length}`, station.id, random.pick(visitors), at, now, random),
      )
    }
  }
  for (let daysAgo = DAYS; daysAgo >= 0; daysAgo--) {
    for (const station of busyOnes) {
      for (let left = Math.floor(busy[station.id]! * random.between(0.9, 1.1)); left > 0; left--)
        come(station, inventedRiders, daysAgo)
      for (const sampler of samplers) {
        if (random.between(0, 1) < 0.4) come(station, [sampleId(sampler)], daysAgo)
      }
    }
    for (let left = ELSEWHERE; left > 0; left--) come(random.pick(others), inventedRiders, daysAgo)
  }
  return drawn.sort((a, b) => a.visit.enteredAt - b.visit.enteredAt)
}

/** An entry for which the door stayed shut: its visit ends at the instant it begins. */
function shutOutAt(by: SampleName, at: number): { visit: Visit, entry: Entry } {
  const id = sampleId(`shut out ${by}`)
  return {
    visit: {
      id,
      stationId: stationId(doubtedStation),
      accountId: sampleId(by),
      enteredAt: at,
      leftAt: at,
      flag: null,
    },
    entry: {
      id: sampleId(`entry of shut out ${by}`),
      visitId: id,
      how: 'enter',
      occurredAt: at,
      receivedAt: at,
      isOpen: false,
    },
  }
}

export function visitOf(
  name: string,
  station: string,
  accountId: string,
  at: number,
  now: number,
  random: Random,
): { visit: Visit, entry: Entry } {
  const id = sampleId(name)
  const how = random.pick(['enter', 'enter', 'enter', 'checkIn', 'kiosk'] as const)
  const hasOpened = how !== 'enter' || random.between(0, 1) > 0.006
  const leaves = at + Math.floor(random.between(4, 45) * MINUTE_MS)
  const leftAt = random.between(0, 1) < 0.3 && leaves < now ? leaves : null
  return {
    // The visit of a door that stayed shut ends at the instant it begins.
    visit: {
      id,
      stationId: station,
      accountId,
      enteredAt: at,
      leftAt: hasOpened ? leftAt : at,
      flag: random.between(0, 1) < 0.002 ? 'clock' : null,
    },
    entry: {
      id: sampleId(`entry of ${name}`),
      visitId: id,
      how,
      occurredAt: at,
      receivedAt: at,
      isOpen: how === 'checkIn' ? null : hasOpened,
    },
  }
}

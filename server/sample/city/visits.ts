import type { Transaction } from '#server/database/database.ts'
import type { Person } from './people.ts'
import { entries, stations, visits } from '#server/core/stations/index.ts'
import { isStaffed } from '#shared/stations/rules.ts'
import { asc, eq, isNull } from 'drizzle-orm'
import { openRandom } from '../random.ts'
import { byHour, visitOf } from '../seed-visits.ts'
import { insertAll, instantOn, MINUTE_MS } from './rows.ts'

const DAYS = 60
const A_DAY = 640
/** Ten busy stations, with about this many visits a day each. */
const BUSY = { stations: 10, visits: 24 } as const

interface Given { readonly now: number, readonly visitors: readonly Person[] }

/** Writes two months of visits to the stations, most to a few busy ones. */
export async function writeVisits(tx: Transaction, { now, visitors }: Given): Promise<void> {
  const random = openRandom(100)
  const open = await tx
    .select()
    .from(stations)
    .where(isNull(stations.shutWords))
    .orderBy(asc(stations.number))
  const ids = visitors.map(({ id }) => id)
  const drawn: ReturnType<typeof visitOf>[] = []
  for (let daysAgo = DAYS; daysAgo >= 0; daysAgo--) {
    for (let left = A_DAY; left > 0; left--) {
      const isBusy = left <= BUSY.stations * BUSY.visits
      const station = isBusy ? open[left % BUSY.stations]! : random.pick(open)
      const at = instantOn(random, now, daysAgo, byHour)
      if (at < now - MINUTE_MS && (station.isSelfService || isStaffed(station, at)))
        drawn.push(visitOf(`city visit ${daysAgo} ${left}`, station.id, random.pick(ids), at, now, random))
    }
  }
  drawn.sort((a, b) => a.visit.enteredAt - b.visit.enteredAt)
  await insertAll(tx, visits, drawn.map(({ visit }) => visit))
  await insertAll(tx, entries, drawn.map(({ entry }) => entry))
  const last = new Map(drawn.flatMap(({ visit, entry }) =>
    entry.isOpen ? [[visit.stationId, visit.enteredAt] as const] : []))
  for (const [id, lastOpenedAt] of last)
    await tx.update(stations).set({ lastOpenedAt }).where(eq(stations.id, id))
}

import type { Transaction } from '#server/database/database.ts'
import type { pointWays } from './tables.ts'
import { transfers } from '#server/core/points/index.ts'
import { entries, gotIn, stations, visits } from '#server/core/stations/index.ts'
import { areasAround } from '#shared/figures/rules.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { and, asc, count, eq, gt, gte, inArray, lt, sql } from 'drizzle-orm'
import { cursorOf, setCursor } from './cursors.ts'
import { number } from './facts.ts'
import { figurePoints, figureVisits } from './tables.ts'

const BACK_MS = 120_000
const ENTRIES_AT_ONCE = 5000
const HOUR_MS = 3_600_000
const SHANGHAI_HOURS = 8

export const hourOf = sql<number>`(${visits.enteredAt} / ${number(HOUR_MS)} + ${number(SHANGHAI_HOURS)}) % 24`

/**
 * Counts the days anew for which doors have sent entries after this instant, or since the last time: one
 * batch. Returns where the next one begins; undefined at the end. Kiosks send an entry days later, and a
 * second record may move the first one's time, also across midnight.
 */
export async function countVisits(tx: Transaction, from?: string): Promise<string | undefined> {
  const known = Number(await cursorOf(tx, 'entries') ?? 0)
  const after = Number(from ?? known - BACK_MS)
  const rows = await tx
    .select({ receivedAt: entries.receivedAt, enteredAt: visits.enteredAt })
    .from(entries)
    .innerJoin(visits, eq(visits.id, entries.visitId))
    .where(gt(entries.receivedAt, after))
    .orderBy(asc(entries.receivedAt))
    .limit(ENTRIES_AT_ONCE)
  const days = new Set(rows.flatMap(({ enteredAt }) =>
    [-DAY_MS, 0, DAY_MS].map(by => dayOf(enteredAt + by))))
  const places = await tx.select({ id: stations.id, areaId: stations.areaId }).from(stations)
  const areaOf = new Map(places.map(({ id, areaId }) => [id, areaId]))
  for (const day of days) await countDay(tx, day, areaOf)
  const last = rows.at(-1)?.receivedAt ?? 0
  if (last > known) await setCursor(tx, 'entries', String(last))
  // Begins at the last instant again: entries that came together may lie in two batches.
  return rows.length < ENTRIES_AT_ONCE ? undefined : String(Math.max(after + 1, last - 1))
}

async function countDay(tx: Transaction, day: string, areaOf: ReadonlyMap<string, string>): Promise<void> {
  const from = startOfDay(day)
  const rows = await tx
    .select({ stationId: visits.stationId, hour: hourOf.mapWith(Number), n: count() })
    .from(visits)
    .where(and(
      inArray(visits.stationId, [...areaOf.keys()]),
      gte(visits.enteredAt, from),
      lt(visits.enteredAt, from + DAY_MS),
      gotIn,
    ))
    .groupBy(visits.stationId, hourOf)
  const sums = new Map<string, typeof figureVisits.$inferSelect>()
  for (const { stationId, hour, n } of rows) {
    for (const areaId of areasAround(areaOf.get(stationId)!)) {
      const sum = sums.get(`${areaId} ${hour}`) ?? { areaId, day, hour, n: 0 }
      sums.set(`${areaId} ${hour}`, { ...sum, n: sum.n + n })
    }
  }
  await tx.delete(figureVisits).where(eq(figureVisits.day, day))
  const counted = [...sums.values()]
  for (let at = 0; at < counted.length; at += 1000)
    await tx.insert(figureVisits).values(counted.slice(at, at + 1000))
}

/** The direction in which a transfer moves points. */
export const way = sql<(typeof pointWays)[number]>`case
  when ${transfers.kind} = 'hold' then 'held'
  when ${transfers.kind} = 'settle' then 'spent'
  when ${transfers.kind} = 'void' then 'released'
  when ${transfers.debit} = 'issued' then 'issued'
  when ${transfers.credit} = 'expired' then 'lapsed'
  else 'takenBack' end`

/** Counts the points of the days since the last time anew; earlier days stay, as transfers never change. */
export async function countPoints(tx: Transaction): Promise<void> {
  const upTo = Number(await cursorOf(tx, 'transfers') ?? 0)
  const from = startOfDay(dayOf(Math.max(0, upTo - BACK_MS)))
  const day = sql<number>`(${transfers.postedAt} + ${number(SHANGHAI_HOURS * HOUR_MS)}) / ${number(DAY_MS)}`
  const rows = await tx
    .select({
      day: day.mapWith(Number),
      way,
      amount: sql<number>`sum(${transfers.amount})`.mapWith(Number),
      last: sql<number>`max(${transfers.postedAt})`.mapWith(Number),
    })
    .from(transfers)
    .where(gte(transfers.postedAt, from))
    .groupBy(day, way)
  await tx.delete(figurePoints).where(gte(figurePoints.day, dayOf(from)))
  const counted = rows.map(({ day: since1970, way: of, amount }) =>
    ({ day: new Date(since1970 * DAY_MS).toISOString().slice(0, 10), way: of, amount }))
  for (let at = 0; at < counted.length; at += 1000)
    await tx.insert(figurePoints).values(counted.slice(at, at + 1000))
  await setCursor(tx, 'transfers', String(rows.reduce((most, { last }) => Math.max(most, last), upTo)))
}

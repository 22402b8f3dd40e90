import type { Reader } from '#server/database/database.ts'
import type { Wait } from '#shared/figures/rules.ts'
import type { CityFigures, Speed } from '#shared/figures/schemas.ts'
import type { Kept } from '#shared/promises/rules.ts'
import type { ReportKind } from '#shared/reports/rules.ts'
import type { SQL } from 'drizzle-orm'
import { inAreas } from '#server/core/posts/index.ts'
import { monthAfter, waitAt } from '#shared/figures/rules.ts'
import { startOfDay } from '#shared/kernel/day.ts'
import { addKept, noneKept } from '#shared/promises/rules.ts'
import { openStates, reportKinds, reportStates } from '#shared/reports/rules.ts'
import { and, asc, count, gte, inArray, lt, lte, sql } from 'drizzle-orm'
import { figureDays, figureReports, figureWaits } from './tables.ts'

/** Whole Shanghai months, both included. */
export interface Months { readonly from: string, readonly to: string }
/** `asOf`: when all was counted (ms). */
export interface Asked extends Months { readonly areaIds: readonly string[], readonly asOf: number }

const sum = (what: SQL | typeof figureDays.filed) => sql<number>`coalesce(sum(${what}), 0)`.mapWith(Number)
const counts = {
  filed: sum(figureDays.filed),
  accepted: sum(figureDays.accepted),
  assigned: sum(figureDays.assigned),
  working: sum(figureDays.working),
  resolved: sum(figureDays.resolved),
  closed: sum(figureDays.closed),
  declined: sum(figureDays.declined),
  unable: sum(figureDays.unable),
  merged: sum(figureDays.merged),
  withdrawn: sum(figureDays.withdrawn),
  wasResolved: sum(figureDays.wasResolved),
  wasReopened: sum(figureDays.wasReopened),
  rated: sum(figureDays.rated),
  scores: sum(figureDays.scores),
  mended: sum(figureDays.mended),
  cameBack: sum(figureDays.cameBack),
  settled: sum(figureDays.settled),
  settledLate: sum(figureDays.settledLate),
}

const inMonths = ({ from, to }: Months) =>
  and(gte(figureDays.day, from), lt(figureDays.day, monthAfter(to, 1)))!

type Column = typeof figureDays.areaId | typeof figureDays.kind | typeof figureDays.day

/** What areas side by side, and the public clock, need: half the columns are read in half the time. */
const briefCounts = {
  filed: counts.filed,
  wasResolved: counts.wasResolved,
  wasReopened: counts.wasReopened,
  rated: counts.rated,
  scores: counts.scores,
  settled: counts.settled,
  settledLate: counts.settledLate,
}
export const briefBy = async (read: Reader, column: Column, { areaIds, ...months }: Asked) =>
  await read
    .select({ by: sql<string>`${column}`, ...briefCounts })
    .from(figureDays)
    .where(and(inArray(figureDays.areaId, [...areaIds]), inMonths(months)))
    .groupBy(column)
    .orderBy(asc(column))

/** The sums of these areas in these months, by kind. */
const sumsByKind = async (read: Reader, { areaIds, ...months }: Asked) =>
  await read
    .select({ by: figureDays.kind, ...counts })
    .from(figureDays)
    .where(and(inArray(figureDays.areaId, [...areaIds]), inMonths(months)))
    .groupBy(figureDays.kind)
type Sums = Omit<Awaited<ReturnType<typeof sumsByKind>>[number], 'by'>

/**
 * How many were open and overdue when the months had ended, or are as of the last count, by area or kind. An
 * earlier end is worked out from the days: what fell due until then, less what was settled late until then.
 */
export async function overdueBy(
  read: Reader,
  by: 'areaId' | 'kind',
  { areaIds, to, asOf }: Asked,
): Promise<ReadonlyMap<string, number>> {
  if (areaIds.length === 0) return new Map()
  const end = `${monthAfter(to, 1)}-01`
  const rows = startOfDay(end) > asOf
    ? await openBy(read, by, areaIds, lt(figureReports.dueAt, asOf))
    : await read
        .select({
          by: sql<string>`${figureDays[by]}`,
          n: sum(sql`${figureDays.fellDue} - ${figureDays.settledLate}`),
        })
        .from(figureDays)
        .where(and(inArray(figureDays.areaId, [...areaIds]), lt(figureDays.day, end)))
        .groupBy(figureDays[by])
  return new Map(rows.map(({ by: key, n }) => [key, n]))
}

/** How many are open now, by area or kind. */
export async function openBy(read: Reader, by: 'areaId' | 'kind', areaIds: readonly string[], and_?: SQL) {
  const length = areaIds[0]?.length ?? 0
  const key = by === 'kind'
    ? sql<string>`${figureReports.kind}`
    : sql<string>`substr(${figureReports.areaId}, 1, ${sql.raw(String(length))})`
  return await read
    .select({ by: key, n: count() })
    .from(figureReports)
    .where(and(inArray(figureReports.state, [...openStates]), inAreas(figureReports.areaId, areaIds), and_))
    .groupBy(key)
}

/** The honest clock of these sums. */
export const keptOf = ({ settled, settledLate }: Pick<Sums, 'settled' | 'settledLate'>, overdue = 0): Kept =>
  ({ onTime: settled - settledLate, closed: settled, overdue })

type Speeds = Record<'answered' | 'settled', readonly Wait[]>

/** How long reports filed in these months waited, by kind. */
async function waitsOf(read: Reader, { areaIds, from, to }: Asked): Promise<ReadonlyMap<ReportKind, Speeds>> {
  const rows = await read
    .select({
      kind: figureWaits.kind,
      of: figureWaits.of,
      wait: figureWaits.wait,
      n: sql<number>`sum(${figureWaits.n})`.mapWith(Number),
    })
    .from(figureWaits)
    .where(and(
      inArray(figureWaits.areaId, [...areaIds]),
      gte(figureWaits.month, from),
      lte(figureWaits.month, to),
    ))
    .groupBy(figureWaits.kind, figureWaits.of, figureWaits.wait)
  return new Map(reportKinds.map((kind) => {
    const own = (of: keyof Speeds) => rows.filter(row => row.kind === kind && row.of === of)
    return [kind, { answered: own('answered'), settled: own('settled') }]
  }))
}

const speedOf = (waits: readonly Wait[]): Speed => ({
  n: waits.reduce((total, { n }) => total + n, 0),
  median: waitAt(waits, 0.5),
  ninth: waitAt(waits, 0.9),
})

const names = Object.keys(counts) as (keyof Sums)[]
const sumsFrom = (of: (name: keyof Sums) => number) =>
  Object.fromEntries(names.map(name => [name, of(name)])) as unknown as Sums
export const noSums = sumsFrom(() => 0)
const addSums = (a: Sums, b: Sums): Sums => sumsFrom(name => a[name] + b[name])

/** Everything that is told of the reports of an area. */
export async function readReports(read: Reader, asked: Asked): Promise<CityFigures['reports']> {
  const byKind = new Map((await sumsByKind(read, asked)).map(({ by, ...sums }) => [by, sums]))
  const byDay = await briefBy(read, figureDays.day, asked)
  const overdue = await overdueBy(read, 'kind', asked)
  const waits = await waitsOf(read, asked)
  const kinds = reportKinds.map((kind) => {
    const sums = byKind.get(kind) ?? noSums
    const { answered, settled } = waits.get(kind)!
    const kept = keptOf(sums, overdue.get(kind))
    return { kind, filed: sums.filed, kept, answered: speedOf(answered), settled: speedOf(settled) }
  })
  const all = [...byKind.values()].reduce(addSums, noSums)
  const every = (of: keyof Speeds) => speedOf([...waits.values()].flatMap(own => own[of]))
  const { filed, wasReopened, wasResolved, rated, scores, cameBack, mended } = all
  const left = filed - reportStates.filter(state => state !== 'filed').reduce((n, state) => n + all[state], 0)
  return {
    filed,
    states: Object.fromEntries(reportStates.map(state => [state, state === 'filed' ? left : all[state]])) as
    CityFigures['reports']['states'],
    kept: kinds.map(({ kept }) => kept).reduce(addKept, noneKept),
    answered: every('answered'),
    settled: every('settled'),
    reopened: { n: wasReopened, of: wasResolved },
    rated: { n: rated, scores },
    cameBack: { n: cameBack, of: mended },
    kinds,
    // A day on which only a time limit passed shows nothing.
    days: byDay
      .filter(({ filed: n, settled }) => n + settled > 0)
      .map(({ by, filed: n, settled }) => ({ day: by, filed: n, settled })),
  }
}

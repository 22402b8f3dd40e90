import type { Reader } from '#server/database/database.ts'
import type { Wait } from '#shared/figures/rules.ts'
import type { CityFigures, Speed } from '#shared/figures/schemas.ts'
import type { Kept } from '#shared/promises/rules.ts'
import type { ReportKind } from '#shared/reports/rules.ts'
import type { AnyColumn, SQL } from 'drizzle-orm'
import { inArea } from '#server/core/areas/index.ts'
import { isOpenBy } from '#server/features/reports/report.ts'
import { parentOf } from '#shared/areas/schemas.ts'
import { monthAfter, settledStates, waitAt } from '#shared/figures/rules.ts'
import { startOfDay } from '#shared/kernel/day.ts'
import { addKept, noneKept } from '#shared/promises/rules.ts'
import { reportKinds, reportStates } from '#shared/reports/rules.ts'
import { and, asc, count, gte, inArray, lt, lte, sql } from 'drizzle-orm'
import { number } from './facts.ts'
import { figureDays, figureMonths, figureReports, figureWaits } from './tables.ts'

/** Whole Shanghai months, both included. */
export interface Months { readonly from: string, readonly to: string }
/** `asOf`: when the last count was (ms). */
export interface Asked extends Months { readonly areaIds: readonly string[], readonly asOf: number }

const sum = (what: SQL | AnyColumn) => sql<number>`coalesce(sum(${what}), 0)`.mapWith(Number)
const counts = {
  filed: sum(figureMonths.filed),
  accepted: sum(figureMonths.accepted),
  assigned: sum(figureMonths.assigned),
  working: sum(figureMonths.working),
  resolved: sum(figureMonths.resolved),
  closed: sum(figureMonths.closed),
  declined: sum(figureMonths.declined),
  unable: sum(figureMonths.unable),
  merged: sum(figureMonths.merged),
  withdrawn: sum(figureMonths.withdrawn),
  wasResolved: sum(figureMonths.wasResolved),
  wasReopened: sum(figureMonths.wasReopened),
  rated: sum(figureMonths.rated),
  scores: sum(figureMonths.scores),
  mended: sum(figureMonths.mended),
  cameBack: sum(figureMonths.cameBack),
  settled: sum(figureMonths.settled),
  settledLate: sum(figureMonths.settledLate),
}

const inMonths = ({ from, to }: Months) =>
  and(gte(figureMonths.month, from), lte(figureMonths.month, to))!

type Column = typeof figureMonths.areaId | typeof figureMonths.kind

/** The columns for areas side by side and for the public clock. */
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
    .from(figureMonths)
    .where(and(inArray(figureMonths.areaId, [...areaIds]), inMonths(months)))
    .groupBy(column)
    .orderBy(asc(column))

/** The sums of these areas in these months, by kind. */
const sumsByKind = async (read: Reader, { areaIds, ...months }: Asked) =>
  await read
    .select({ by: figureMonths.kind, ...counts })
    .from(figureMonths)
    .where(and(inArray(figureMonths.areaId, [...areaIds]), inMonths(months)))
    .groupBy(figureMonths.kind)
type Sums = Omit<Awaited<ReturnType<typeof sumsByKind>>[number], 'by'>

/**
 * How many reports were open and overdue at the end of the months, or at the last count: by kind, for an
 * area; or by area, for all those inside one. For an end in the past it is computed from the monthly sums:
 * what fell due until then, less what was settled late until then.
 */
export async function overdueBy(
  read: Reader,
  by: 'areaId' | 'kind',
  { areaIds, to, asOf }: Asked,
): Promise<ReadonlyMap<string, number>> {
  if (areaIds.length === 0) return new Map()
  const isOver = startOfDay(`${monthAfter(to, 1)}-01`) <= asOf
  const key = isOver ? sql<string>`${figureMonths[by]}` : keyOfOpen(by, areaIds)
  // One range of the index; with a range for each area SQLite would read all open reports.
  const within = by === 'areaId' ? parentOf(areaIds[0]!)! : areaIds[0]!
  const rows = isOver
    ? await read
        .select({ by: key, n: sum(sql`${figureMonths.fellDue} - ${figureMonths.settledLate}`) })
        .from(figureMonths)
        .where(and(inArray(figureMonths.areaId, [...areaIds]), lte(figureMonths.month, to)))
        .groupBy(key)
    : await read
        .select({ by: key, n: count() })
        .from(figureReports)
        .where(and(isOpenNow, inArea(figureReports.areaId, within), lt(figureReports.dueAt, asOf)))
        .groupBy(key)
  return new Map(rows.map(({ by: each, n }) => [each, n]))
}

export const isOpenNow = isOpenBy(figureReports.state)
const keyOfOpen = (by: 'areaId' | 'kind', areaIds: readonly string[]) => by === 'kind'
  ? sql<string>`${figureReports.kind}`
  : sql<string>`substr(${figureReports.areaId}, 1, ${number(areaIds[0]!.length)})`

/** How many reports are open now, by area, whenever they were filed. */
export async function openBy(read: Reader, areaIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const over = [...settledStates, 'merged', 'withdrawn'] as const
  const columns = [figureMonths.filed, ...over.map(state => figureMonths[state])]
  const left = sql.join(columns, sql` - `)
  const rows = await read
    .select({ areaId: figureMonths.areaId, n: sum(left) })
    .from(figureMonths)
    .where(inArray(figureMonths.areaId, [...areaIds]))
    .groupBy(figureMonths.areaId)
  return new Map(rows.map(({ areaId, n }) => [areaId, n]))
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

/** All figures of an area's reports. */
export async function readReports(read: Reader, asked: Asked): Promise<CityFigures['reports']> {
  const byKind = new Map((await sumsByKind(read, asked)).map(({ by, ...sums }) => [by, sums]))
  const days = await read
    .select({ day: figureDays.day, filed: sum(figureDays.filed), settled: sum(figureDays.settled) })
    .from(figureDays)
    .where(and(
      inArray(figureDays.areaId, [...asked.areaIds]),
      gte(figureDays.day, asked.from),
      lt(figureDays.day, monthAfter(asked.to, 1)),
    ))
    .groupBy(figureDays.day)
    .orderBy(asc(figureDays.day))
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
    days,
  }
}

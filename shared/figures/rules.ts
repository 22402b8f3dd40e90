import type { ReportState } from '#shared/reports/rules.ts'
import { parentOf } from '#shared/areas/schemas.ts'
import { dayOf } from '#shared/kernel/day.ts'

const MINUTE_MS = 60_000
const HOUR_MINUTES = 60
const DAY_MINUTES = 24 * HOUR_MINUTES

/** How exactly a time is told: up to so many minutes, in steps of so many. */
export const waitSteps = [
  [6 * HOUR_MINUTES, 10],
  [3 * DAY_MINUTES, HOUR_MINUTES],
  [30 * DAY_MINUTES, 6 * HOUR_MINUTES],
  [Infinity, DAY_MINUTES],
] as const

/**
 * A time (ms) in minutes, rounded up: to ten minutes within six hours, to an hour within three days, to six
 * hours within thirty days, else to a day. The order of times stays, so a median of these is exact as far as
 * they go.
 */
export function waitOf(ms: number): number {
  const minutes = Math.max(1, Math.ceil(ms / MINUTE_MS))
  const [, step] = waitSteps.find(([most]) => minutes <= most)!
  return Math.ceil(minutes / step) * step
}

/** So many waits of a length in minutes. */
export interface Wait { readonly wait: number, readonly n: number }
/** The nearest rank: of n waits in their order the ceil(share · n)-th; null for none. */
export function waitAt(waits: readonly Wait[], share: number): number | null {
  const total = waits.reduce((sum, { n }) => sum + n, 0)
  let left = Math.ceil(total * share)
  const found = waits.toSorted((a, b) => a.wait - b.wait).find(({ n }) => (left -= n) <= 0)
  return total === 0 ? null : found!.wait
}

/** States in which the city has done what it will: work done, declined with a reason, or somebody else's. */
export const settledStates = ['resolved', 'closed', 'declined', 'unable'] as const satisfies ReportState[]
/** States that say there was nothing at that place. */
export const groundlessStates = ['declined', 'withdrawn'] as const satisfies ReportState[]

/** A place that breaks again within so many days was not mended. */
export const BACK_DAYS = 90
/** About 5 m north and east in Wuhan, in degrees: places are compared in these. */
export const NORTH_DEGREES = 0.000045
export const EAST_DEGREES = 0.0000522
/** The same place: no more than so many of them apart each way, which is 50 m. */
export const SAME_PLACE = 10

/** Fewer than these are shown to nobody outside. */
export const PUBLIC_LEAST = 5
const isFew = (n: number) => n > 0 && n < PUBLIC_LEAST

/**
 * Those of a total's parts that may be shown beside it. Parts of fewer than five are left out, and with them
 * the smallest others, until what is left out can't be had by subtraction: two parts and five at least.
 */
export const publicParts = <Part>(parts: readonly Part[], countOf: (part: Part) => number): Part[] =>
  withoutFew(parts.filter(part => countOf(part) > 0), part => [countOf(part)], countOf)

/**
 * Those of a total's rows that may show what they consist of, where the total shows that too. A row with any
 * part of one to four shows none, and with it the smallest others, until in no column what is not shown can
 * be had by subtraction.
 */
export const publicRows = <Row>(rows: readonly Row[], partsOf: (row: Row) => readonly number[]): Row[] =>
  withoutFew(rows, partsOf, row => sumOf(partsOf(row)))

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0)

function withoutFew<Row>(
  rows: readonly Row[],
  partsOf: (row: Row) => readonly number[],
  sizeOf: (row: Row) => number,
): Row[] {
  const hidden = rows.filter(row => partsOf(row).some(isFew))
  const shown = rows.filter(row => !hidden.includes(row)).sort((a, b) => sizeOf(a) - sizeOf(b))
  const isSafe = () => {
    const left = hidden.filter(row => sizeOf(row) > 0).map(partsOf)
    const columns = left[0]?.map((_, at) => sumOf(left.map(parts => parts[at]!))) ?? []
    return left.length === 0 || (left.length > 1 && !columns.some(isFew))
  }
  while (!isSafe() && shown.length > 0) hidden.push(shown.shift()!)
  return rows.filter(row => shown.includes(row))
}

/** The Shanghai month of an instant (ms), as 2026-11. */
export const monthOf = (instant: number): string => dayOf(instant).slice(0, 7)
/** The month so many after another; before it, where negative. */
export function monthAfter(month: string, months: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  const at = year * 12 + number - 1 + months
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String(at % 12 + 1).padStart(2, '0')}`
}

/** An area and all around it. */
export const areasAround = (areaId: string): string[] => {
  const around = parentOf(areaId)
  return around === null ? [areaId] : [...areasAround(around), areaId]
}

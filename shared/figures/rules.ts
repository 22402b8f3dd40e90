import type { ReportState } from '#shared/reports/rules.ts'
import { parentOf } from '#shared/areas/schemas.ts'
import { DAY_MINUTES, dayOf } from '#shared/kernel/day.ts'

const MINUTE_MS = 60_000
const HOUR_MINUTES = 60

/** Rounding of times: up to this many minutes, to steps of this many. */
export const waitSteps = [
  [6 * HOUR_MINUTES, 10],
  [3 * DAY_MINUTES, HOUR_MINUTES],
  [30 * DAY_MINUTES, 6 * HOUR_MINUTES],
  [Infinity, DAY_MINUTES],
] as const

/**
 * A time (ms) in minutes, rounded up: to ten minutes within six hours, to an hour within three days, to six
 * hours within thirty days, else to a day. Rounding keeps the order, so a median of rounded times is the
 * rounded median.
 */
export function waitOf(ms: number): number {
  const minutes = Math.max(1, Math.ceil(ms / MINUTE_MS))
  const [, step] = waitSteps.find(([most]) => minutes <= most)!
  return Math.ceil(minutes / step) * step
}

/** `n` reports that waited `wait` minutes. */
export interface Wait { readonly wait: number, readonly n: number }
/** The nearest rank: of n waits in their order the ceil(share · n)-th; null for none. */
export function waitAt(waits: readonly Wait[], share: number): number | null {
  const total = waits.reduce((sum, { n }) => sum + n, 0)
  let left = Math.ceil(total * share)
  const found = [...waits].sort((a, b) => a.wait - b.wait).find(({ n }) => (left -= n) <= 0)
  return total === 0 ? null : found!.wait
}

/**
 * States in which the city's work has ended: resolved, declined with a reason, or somebody else's
 * responsibility.
 */
export const settledStates = ['resolved', 'closed', 'declined', 'unable'] as const satisfies ReportState[]
/** States that mean that there was nothing to do at that place. */
export const groundlessStates = ['declined', 'withdrawn'] as const satisfies ReportState[]

/** If a place is reported again within this many days, the repair does not count. */
export const BACK_DAYS = 90
/** About 5 m north and east in Wuhan, in degrees: the steps in which places are compared. */
export const NORTH_DEGREES = 0.000045
export const EAST_DEGREES = 0.0000522
/** Two places are the same if they lie at most this many steps apart each way, which is 50 m. */
export const SAME_PLACE = 10

/** Smaller counts are not shown to the public. */
export const PUBLIC_LEAST = 5
const isFew = (n: number) => n > 0 && n < PUBLIC_LEAST

/**
 * The parts of a total that may be shown beside it. Parts of fewer than five are left out, and with them the
 * next smallest until the missing ones can't be computed by subtraction: at least two parts with five
 * together.
 */
export const publicParts = <Part>(parts: readonly Part[], countOf: (part: Part) => number): Part[] =>
  withoutFew(parts.filter(part => countOf(part) > 0), part => [countOf(part)], countOf)

/**
 * The rows of a total that may show their columns, if the total shows its own. A row with a value from one to
 * four shows none, and with it the next smallest rows, until no column's hidden values can be computed by
 * subtraction.
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
/** The month `months` after another one; negative: before it. */
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

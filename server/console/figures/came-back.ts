import type { Transaction } from '#server/database/database.ts'
import type { Fact, openSums } from './counted.ts'
import { BACK_DAYS, groundlessStates, SAME_PLACE } from '#shared/figures/rules.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { and, eq, inArray } from 'drizzle-orm'
import { isMended } from './counted.ts'
import { figureReports } from './tables.ts'

/** The name of the square that a place lies in, or of a square that many away to the north and east. */
export const squareOf = (north: number, east: number, [up, right] = [0, 0]): string =>
  `${Math.floor(north / SAME_PLACE) + up} ${Math.floor(east / SAME_PLACE) + right}`

/** A square with those around it. */
const around = [-1, 0, 1].flatMap(up => [-1, 0, 1].map(right => [up, right] as const))
const SQUARES_MAX = 2000

type Placed = Fact & { readonly north: number, readonly east: number, readonly square: string }
const isPlaced = (fact: Fact): fact is Placed => fact.square !== null

const isNear = (a: Placed, b: Placed) =>
  Math.abs(a.north - b.north) <= SAME_PLACE && Math.abs(a.east - b.east) <= SAME_PLACE

/**
 * Whether another report of the kind was filed at the place within ninety days after this one was resolved.
 */
const cameBackBy = (fact: Placed, others: readonly Placed[]): boolean =>
  isMended(fact) && others.some(other =>
    other.reportId !== fact.reportId
    && other.filedAt > fact.settledAt!
    && other.filedAt <= fact.settledAt! + BACK_DAYS * DAY_MS
    && !(groundlessStates as readonly string[]).includes(other.state)
    && isNear(fact, other))

/**
 * Decides anew which places came back, for the changed reports in their old and new state and for those
 * beside them. Reports for which the result differs are corrected in the sums.
 */
export async function markReturns(
  tx: Transaction,
  changed: readonly Fact[],
  sums: ReturnType<typeof openSums>,
): Promise<void> {
  const places = changed.filter(isPlaced)
  const concerned = await findIn(tx, ring(places))
  const beside = await findIn(tx, ring(concerned))
  const bySquare = new Map<string, Placed[]>()
  for (const fact of beside) bySquare.set(keyOf(fact), [...bySquare.get(keyOf(fact)) ?? [], fact])
  const turned = concerned.filter((fact) => {
    const others = squaresAround(fact).flatMap(square => bySquare.get(`${fact.kind} ${square}`) ?? [])
    return cameBackBy(fact, others) !== fact.cameBack
  })
  for (const fact of turned) {
    sums.add(fact, -1)
    sums.add({ ...fact, cameBack: !fact.cameBack }, 1)
    await tx
      .update(figureReports)
      .set({ cameBack: !fact.cameBack })
      .where(eq(figureReports.reportId, fact.reportId))
  }
}

const keyOf = ({ kind, square }: Placed) => `${kind} ${square}`
const squaresAround = ({ north, east }: Placed) => around.map(by => squareOf(north, east, [...by]))

/** The squares around these places, by kind. */
function ring(places: readonly Placed[]): ReadonlyMap<Fact['kind'], ReadonlySet<string>> {
  const squares = new Map<Fact['kind'], Set<string>>()
  for (const place of places) {
    const own = squares.get(place.kind) ?? new Set()
    squares.set(place.kind, own)
    for (const square of squaresAround(place)) own.add(square)
  }
  return squares
}

async function findIn(tx: Transaction, squares: ReturnType<typeof ring>): Promise<Placed[]> {
  const found: Placed[] = []
  for (const [kind, own] of squares) {
    const all = [...own]
    for (let from = 0; from < all.length; from += SQUARES_MAX) {
      const rows = await tx
        .select()
        .from(figureReports)
        .where(and(
          eq(figureReports.kind, kind),
          inArray(figureReports.square, all.slice(from, from + SQUARES_MAX)),
        ))
      found.push(...rows.filter(isPlaced))
    }
  }
  return found
}

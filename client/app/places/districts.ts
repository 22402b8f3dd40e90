import type { Place } from '#shared/kernel/fields.ts'
import type { Polygon, Position } from '#shared/kernel/outline.ts'
import { isInside } from '#shared/kernel/outline.ts'

export interface District {
  readonly name: string
  /** Where its name stands on a map. */
  readonly middle: Position
  readonly polygons: readonly Polygon[]
}
export interface River { readonly name: string, readonly widthM: number, readonly line: readonly Position[] }
/** A lake's name and where it stands. `isGreat`: known across the city. */
export interface Lake { readonly name: string, readonly isGreat: boolean, readonly at: Position }
/** A bridge from bank to bank over one of the rivers. */
export interface Bridge {
  readonly name: string
  readonly river: string
  readonly line: readonly [Position, Position]
}
export interface City {
  readonly districts: readonly District[]
  readonly rivers: readonly River[]
  readonly lakes: readonly Lake[]
  readonly bridges: readonly Bridge[]
}
const UNITS_PER_DEGREE = 10_000

const degrees = (units: number) => units / UNITS_PER_DEGREE

/** Undoes client/build/pack-outlines.ts, which stores each point as its difference from the one before. */
function unpack(steps: readonly number[]): Position[] {
  const line: Position[] = []
  let [x, y] = [0, 0]
  for (let i = 0; i + 1 < steps.length; i += 2) {
    x += steps[i]!
    y += steps[i + 1]!
    line.push([degrees(x), degrees(y)])
  }
  return line
}

/** The city's districts, whose borders neighbours share, its water and bridges. Fetched when first needed. */
export async function loadCity(): Promise<City> {
  const { default: packed } = await import('./city.json')
  const arcs = packed.arcs.map(unpack)
  const positionOf = ([x, y]: readonly number[]): Position => [degrees(x!), degrees(y!)]
  /** A ring is a chain of arcs; ~n is arc n from its end. */
  const ringOf = (chain: readonly number[]) => chain.flatMap((arc, i) => {
    const line = arc < 0 ? [...arcs[~arc]!].reverse() : arcs[arc]!
    return i === 0 ? line : line.slice(1)
  })
  return {
    districts: packed.districts.map(({ name, middle, polygons }) => ({
      name,
      middle: positionOf(middle),
      polygons: polygons.map(polygon => polygon.map(ringOf)),
    })),
    rivers: packed.rivers.map(({ name, widthM, line }) => ({ name, widthM, line: unpack(line) })),
    lakes: packed.lakes.map(({ name, isGreat, at }) => ({ name, isGreat, at: positionOf(at) })),
    bridges: packed.bridges.map(({ name, river, line }) => {
      const [from, to] = unpack(line)
      return { name, river, line: [from!, to!] }
    }),
  }
}

/** The name of the district that contains a place; undefined outside the city and without outlines. */
export const districtAround = (districts: readonly District[], place: Place): string | undefined =>
  districts.find(({ polygons }) => polygons.some(polygon => isInside(polygon, place)))?.name

import type { Grid } from '#client/app/places/navigation.ts'
import type { LatLng } from '#shared/kernel/fields.ts'
import { fromGrid } from '#client/app/places/navigation.ts'
import { mayBeInCity } from '#shared/kernel/geo.ts'

/**
 * The place in a text such as “30.58, 114.27”, in either order, by the grid of the map it was copied from;
 * undefined where there is none, or one outside the city.
 */
export function placeIn(text: string, grid: Grid): LatLng | undefined {
  const numbers = text.normalize('NFKC').match(/\d{2,3}\.\d+/g)?.map(Number) ?? []
  if (numbers.length !== 2) return undefined
  const [a, b] = numbers as [number, number]
  const found = [{ latitude: a, longitude: b }, { latitude: b, longitude: a }]
    .map(each => fromGrid(each, grid))
    .find(mayBeInCity)
  return found && { latitude: rounded(found.latitude), longitude: rounded(found.longitude) }
}

/** A tenth of a metre. */
const rounded = (degrees: number) => Number(degrees.toFixed(6))

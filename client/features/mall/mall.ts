import type { Place } from '#shared/kernel/fields.ts'
import type { ItemCategory } from '#shared/mall/rules.ts'
import type { MallItem, MallItemView, Spot } from '#shared/mall/schemas.ts'
import type { Answer } from '#shared/queries.ts'
import { distanceM } from '#shared/kernel/geo.ts'

type MallItems = Answer<'mall.items'>

/**
 * A station that offers an item, with its free pieces; `metres` is null while the phone's place is unknown.
 */
export interface Counter { station: Spot, free: number, metres: number | null }

/** Stations nearest first; without a place those with the most pieces first. */
export function counters(stock: readonly { station: Spot, free: number }[], place: Place | null): Counter[] {
  const all = stock.map(({ station, free }) => ({
    station,
    free,
    metres: place && distanceM(place, station),
  }))
  return all.sort((a, b) => (a.metres ?? 0) - (b.metres ?? 0) || b.free - a.free)
}

/** Where to fetch so many pieces: the first counter that has them, else one that has any, else the first. */
export const bestCounter = (sorted: readonly Counter[], count: number): Counter | undefined =>
  sorted.find(({ free }) => free >= count) ?? sorted.find(({ free }) => free > 0) ?? sorted[0]

const stockOf = ({ stock }: MallItem, stations: ReadonlyMap<string, Spot>) =>
  stock.flatMap(({ stationId, free }) => {
    const station = stations.get(stationId)
    return station ? [{ station, free }] : []
  })

/** An item in the list, with the nearest station that has one. */
export interface Offer { item: MallItem, nearest: Counter | undefined, free: number }

/**
 * The list: one category or all; only what has the `query` in its name or its donor's, what `budget` pays and
 * what `stationId` offers, where given. What can be fetched nearest comes first, or with `isPopular` what was
 * redeemed most; what is sold out comes last.
 */
export function offers(
  { items, stations }: MallItems,
  {
    category,
    budget,
    place,
    query = '',
    stationId = null,
    isPopular = false,
  }: {
    category: ItemCategory | null
    budget: number | null
    place: Place | null
    query?: string
    stationId?: string | null
    isPopular?: boolean
  },
): Offer[] {
  const spots = new Map(stations.map(spot => [spot.id, spot]))
  const shown = items
    .filter(
      item => (category === null || item.category === category) && (budget === null || item.price <= budget),
    )
    .filter(({ name, donor }) => `${name} ${donor ?? ''}`.includes(query.trim()))
    .filter(item => stationId === null || item.stock.some(each => each.stationId === stationId))
    .map((item): Offer => {
      const sorted = counters(
        stockOf(item, spots).filter(({ station }) => stationId === null || station.id === stationId),
        place,
      )
      return {
        item,
        nearest: sorted.find(({ free }) => free > 0),
        free: sorted.reduce((sum, { free }) => sum + free, 0),
      }
    })
  const rank = ({ item, nearest }: Offer) => {
    if (!nearest) return Infinity
    return isPopular ? -(item.redeemed ?? 0) : nearest.metres ?? 0
  }
  return shown.sort((a, b) => rank(a) === rank(b) ? 0 : rank(a) - rank(b))
}

/** An item from the saved list, for when its own page was never loaded and there is no network. */
export function fromList({ items, stations }: MallItems, itemId: string): MallItemView | undefined {
  const item = items.find(({ id }) => id === itemId)
  if (!item) return undefined
  const stock = stockOf(item, new Map(stations.map(spot => [spot.id, spot])))
  return { ...item, stock, words: '', perPerson: null, mine: 0, from: null, to: null, given: null }
}

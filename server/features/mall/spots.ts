import type { Station } from '#server/core/stations/index.ts'
import type { Spot } from '#shared/mall/schemas.ts'

/** A station as `spotOf` describes it, with its opening hours for the page of an item or an order. */
export const counterOf = (station: Station): Spot => ({
  ...spotOf(station),
  counter: { week: station.week, exceptions: station.exceptions, shut: station.shutWords },
})

/** A station as a place to pick orders up. */
export const spotOf = ({ id, name, address, latitude, longitude }: Station): Spot => ({
  id,
  name,
  address,
  latitude,
  longitude,
})

import type { Station } from '#server/core/stations/index.ts'
import type { Spot } from '#shared/mall/schemas.ts'

/** The same with when somebody is at its counter, for an item or an order that somebody looks at. */
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

import type { Station } from '#server/core/stations/index.ts'
import type { Spot } from '#shared/mall/schemas.ts'

/** A station as a place to pick orders up. */
export const spotOf = ({ id, name, address, latitude, longitude }: Station): Spot => ({
  id,
  name,
  address,
  latitude,
  longitude,
})

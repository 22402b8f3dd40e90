import type { City } from '#server/city.ts'
import { refsToFill, refsToLapse } from '#server/core/signups/index.ts'
import { asSystem } from '#server/sync/as-system.ts'

/** Ends the offers that ran out, and gives places that stayed free to whom they fit now. */
export async function lapseAndFill(city: City): Promise<number> {
  const now = city.clock()
  const { read } = city.database
  const ids = new Set([...await refsToLapse(read, now), ...await refsToFill(read, now)])
  return await asSystem(city, 'activities.lapse', [...ids].map(activityId => ({ activityId })))
}

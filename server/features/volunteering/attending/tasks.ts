import type { City } from '#server/city.ts'
import { asSystem } from '#server/sync/as-system.ts'
import { activitiesToClose, activitiesToForget } from './no-shows.ts'

/** Finishes the activities that ended a day ago. Returns how many. */
export async function closeActivities(city: City): Promise<number> {
  const ids = await activitiesToClose(city.database.read, city.clock())
  return await asSystem(city, 'activities.close', ids.map(activityId => ({ activityId })))
}

/** Forgets no-shows after 90 days. Returns of how many activities. */
export async function forgetOldNoShows(city: City): Promise<number> {
  const ids = await activitiesToForget(city.database.read, city.clock())
  return await asSystem(city, 'activities.forgetMissed', ids.map(activityId => ({ activityId })))
}

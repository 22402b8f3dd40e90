import type { RouteLocationRaw } from 'vue-router'
import { usePlace } from '#client/app/device/place.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { nearestOf } from '#shared/stations/rules.ts'
import { computed } from 'vue'

/** The pass for the nearest station with a door to open; without a place, the stations to choose from. */
export function useNearestPass() {
  const { answer } = useAnswer('stations.all', {})
  const { place } = usePlace()
  return computed((): RouteLocationRaw => {
    const [near] = place.value && answer.value
      ? nearestOf(answer.value.stations, place.value, 1, ({ isSelfService }) => isSelfService)
      : []
    return near
      ? { name: 'pass', params: { stationNumber: near.station.number } }
      : { name: 'stations' }
  })
}

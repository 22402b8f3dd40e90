import type { LatLng, Place } from '#shared/kernel/fields.ts'
import { usePlace } from '#client/app/device/place.ts'
import { useSession } from '#client/app/session/session.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { areaCodeLengths } from '#shared/areas/schemas.ts'
import { computed } from 'vue'

interface Placed extends LatLng { readonly areaId?: string | undefined }
/** The middle of the stations in an area, or in the smallest one around it that has any. */
export function middleOf(areaId: string, stations: readonly Placed[]): LatLng | null {
  const lengths = [...areaCodeLengths].reverse().filter(length => length <= areaId.length)
  for (const code of lengths.map(length => areaId.slice(0, length))) {
    const inside = stations.filter(station => station.areaId?.startsWith(code))
    if (inside.length === 0) continue
    const mean = (of: (each: LatLng) => number) =>
      inside.reduce((sum, each) => sum + of(each), 0) / inside.length
    return { latitude: mean(each => each.latitude), longitude: mean(each => each.longitude) }
  }
  return null
}

/** Where a map begins when nothing else says where. */
export const CITY_MIDDLE: Place = { latitude: 30.5928, longitude: 114.3055 }

/** Where distances are measured from: the phone's last position, else the community of 报到. */
export function useHere() {
  const session = useSession()
  const { place, locate } = usePlace()
  const { answer } = useAnswer('stations.all', {})
  const community = computed(() => {
    const areaId = session.me?.areaId
    return place.value || !areaId ? null : middleOf(areaId, answer.value?.stations ?? [])
  })
  const here = computed((): Place | null => place.value ?? community.value)
  return { here, place, locate }
}

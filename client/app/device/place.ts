import type { Place } from '#shared/kernel/fields.ts'
import { shallowRef } from 'vue'

const WAIT_MS = 8_000
/** The oldest position that still counts as where the rider stands. */
const AGE_MAX_MS = 30_000

/** Where the phone is (WGS-84), or null if it can't or may not tell. Everything works without. */
export function currentPlace(): Promise<Place | null> {
  if (!('geolocation' in navigator)) return Promise.resolve(null)
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) => resolve({ latitude, longitude, accuracy }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: AGE_MAX_MS },
    )
  })
}

const lastPlace = shallowRef<Place | null>(null)

async function locate(): Promise<boolean> {
  lastPlace.value = await currentPlace() ?? lastPlace.value
  return lastPlace.value !== null
}

/** The phone's last position, for sorting by distance. Only `locate` asks for permission. */
export function usePlace() {
  const asked = navigator.permissions?.query({ name: 'geolocation' })
  // Where the browser can't tell, the rider taps to locate.
  asked?.then(({ state }) => state === 'granted' && locate()).catch(() => {})
  return { place: lastPlace, locate }
}

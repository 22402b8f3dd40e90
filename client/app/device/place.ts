import type { Place } from '#shared/kernel/fields.ts'
import { shallowRef } from 'vue'

const WAIT_MS = 8_000
/** A position no older than this is still where the rider stands. */
const YOUNG_MS = 30_000

/** Where the phone is, or null when it can't or won't say: no place is no obstacle. */
export function currentPlace(): Promise<Place | null> {
  if (!('geolocation' in navigator)) return Promise.resolve(null)
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) => resolve({ latitude, longitude, accuracy }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: YOUNG_MS },
    )
  })
}

const lastPlace = shallowRef<Place | null>(null)

async function locate(): Promise<boolean> {
  lastPlace.value = await currentPlace() ?? lastPlace.value
  return lastPlace.value !== null
}

/**
 * Where the phone was last, for “nearest first”. Found without a question where the rider has allowed it
 * before; else `locate` asks.
 */
export function usePlace() {
  const asked = navigator.permissions?.query({ name: 'geolocation' })
  // Where the browser can't tell, the rider asks by a button.
  asked?.then(({ state }) => state === 'granted' && locate()).catch(() => {})
  return { place: lastPlace, locate }
}

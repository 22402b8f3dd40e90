import type { Place } from '#shared/kernel/fields.ts'
import { answerWithin } from '#client/patience.ts'
import { clockNote } from '#client/sync/http/server-time.ts'
import { ACCURACY_MAX_M, placeFrom } from '#shared/kernel/geo.ts'
import { shallowRef } from 'vue'

const WAIT_MS = 8_000
/** How long to wait for the person to answer the phone's question, or for a browser that never answers. */
const PATIENCE_MS = 12_000
/** The oldest position that still counts as where the rider stands. */
const AGE_MAX_MS = 30_000
/** Exact enough for sorting by distance (m). */
const SORTING_ACCURACY_MAX_M = 3_000
/** How long a position serves for sorting (ms): a rider is elsewhere by then. */
const SORTING_AGE_MAX_MS = 10 * 60_000

/** Where the phone is (WGS-84), or why nobody can say, as a sentence. */
export type Position = { place: Place, problem?: undefined } | { place?: undefined, problem: string }

const silent: Position = { problem: '手机没有给出位置：再点一次“定位”，或选社区。' }
const problems = {
  denied: '没有定位权限：在手机设置里允许后再点“定位”，或选社区。',
  unsure: '定位不准：再点一次“定位”，或选社区。',
  old: '定位还没更新：再点一次“定位”，或选社区。',
}
const coarse = (metres: number) =>
  `定位误差约 ${metres < 1000 ? `${Math.round(metres)} 米` : `${Math.round(metres / 1000)} 公里`}，`
  + '太粗了：到空旷处再点“定位”，或选社区。'

const PERMISSION_DENIED = 1

/** Where the phone is now: at most 30 s ago, and no less exact than `accuracyMaxM`. */
export async function currentPosition(accuracyMaxM = ACCURACY_MAX_M): Promise<Position> {
  const answer = await (asking ??= ask().finally(() => asking = undefined))
  if (answer.code === PERMISSION_DENIED) return { problem: problems.denied }
  if (answer.code !== undefined) return silent
  const { coords: { latitude, longitude, accuracy }, timestamp } = answer.position
  const place = placeFrom(latitude, longitude, accuracy)
  if (!place) return silent
  if (place.accuracy === undefined) return { problem: problems.unsure }
  if (place.accuracy > accuracyMaxM) return { problem: coarse(place.accuracy) }
  return isNow(timestamp) ? { place } : { problem: problems.old }
}

/** Callers at the same time share one question. */
let asking: ReturnType<typeof ask> | undefined

type Answer = { position: GeolocationPosition, code?: undefined } | { code: number }

const ask = () => answerWithin(PATIENCE_MS, () => new Promise<Answer>(resolve =>
  navigator.geolocation.getCurrentPosition(
    position => resolve({ position }),
    (error?: GeolocationPositionError) => resolve({ code: error?.code ?? 0 }), // Some give no error object.
    { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: AGE_MAX_MS },
  )), { code: 0 })

/** A satellite dates a position by true time, other sources by the phone's clock, which may be wrong. */
function isNow(timestamp: number): boolean {
  const { serverAt, phoneAt } = clockNote() ?? { serverAt: 0, phoneAt: 0 }
  const ages = [Date.now() - timestamp, Date.now() + serverAt - phoneAt - timestamp]
  return ages.some(age => Math.abs(age) <= AGE_MAX_MS)
}

const lastPlace = shallowRef<Place | null>(null)
let lastAt = 0

async function locate(): Promise<boolean> {
  const { place } = await currentPosition(SORTING_ACCURACY_MAX_M)
  if (place) lastAt = performance.now()
  if (place || performance.now() - lastAt > SORTING_AGE_MAX_MS) lastPlace.value = place ?? null
  return lastPlace.value !== null
}

/** The phone's last position, for sorting by distance. Only `locate` asks for permission. */
export function usePlace() {
  // Where the browser can't tell, the rider taps to locate.
  void answerWithin(PATIENCE_MS, () => navigator.permissions.query({ name: 'geolocation' }), undefined)
    .then(permission => permission?.state === 'granted' && locate())
  return { place: lastPlace, locate }
}

import { walkingMinutes } from '#shared/stations/rules.ts'

/** A distance: 320 米, 1.2 公里; empty where it is not known. */
export function distanceText(metres: number | null): string {
  if (metres === null) return ''
  return metres < 1000
    ? `${Math.max(10, Math.round(metres / 10) * 10)} 米`
    : `${(metres / 1000).toFixed(1)} 公里`
}

/** Up to the first (m) the trip is given on foot, up to the second by e-bike, beyond it not at all. */
const WALK_M_MAX = 1000
const RIDE_M_MAX = 10_000
/** An e-bike in the city, with its detours. */
const RIDE_M_PER_MINUTE = 190

/** 步行 5 分钟 or 骑行 8 分钟, roughly; empty where it is too far for either. */
export function tripText(metres: number): string {
  if (metres <= WALK_M_MAX) return `步行 ${walkingMinutes(metres)} 分钟`
  return metres > RIDE_M_MAX ? '' : `骑行 ${Math.round(metres / RIDE_M_PER_MINUTE)} 分钟`
}

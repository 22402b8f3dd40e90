import { walkingMinutes } from '#shared/stations/rules.ts'

/** A distance: 320 米, 1.2 公里; empty where it is not known. */
export function distanceText(metres: number | null): string {
  if (metres === null) return ''
  return metres < 1000
    ? `${Math.max(10, Math.round(metres / 10) * 10)} 米`
    : `${(metres / 1000).toFixed(1)} 公里`
}

/** Farther than this nobody walks (m). */
const WALK_M_MAX = 3000

/** 步行 5 分钟, roughly; empty where it is too far to walk. */
export const walkText = (metres: number): string =>
  metres > WALK_M_MAX ? '' : `步行 ${walkingMinutes(metres)} 分钟`

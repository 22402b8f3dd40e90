import type { Place } from '#shared/kernel/fields.ts'

const METRES_PER_DEGREE = 111_195 // On the sphere that `distanceM` measures on.
const eastScale = (latitude: number) => METRES_PER_DEGREE * Math.max(0.01, Math.cos(latitude * Math.PI / 180))

/** Metres east and north of the pin's first place. */
export interface Offset { east: number, north: number }

/** The place so many metres away, by flat-earth arithmetic: exact to centimetres over a few kilometres. */
export const movedBy = ({ latitude, longitude }: Place, { east, north }: Offset): Place => ({
  latitude: latitude + north / METRES_PER_DEGREE,
  longitude: longitude + east / eastScale(latitude),
})

/** Metres east and north from one place to another; the inverse of `movedBy`. */
export const offsetOf = (from: Place, to: Place): Offset => ({
  east: (to.longitude - from.longitude) * eastScale(from.latitude),
  north: (to.latitude - from.latitude) * METRES_PER_DEGREE,
})

/** 向东 12 米，向北 5 米; 没有移动 when it was not moved. */
export function offsetText({ east, north }: Offset): string {
  const parts = [
    Math.round(east) && `向${east > 0 ? '东' : '西'} ${Math.abs(Math.round(east))} 米`,
    Math.round(north) && `向${north > 0 ? '北' : '南'} ${Math.abs(Math.round(north))} 米`,
  ].filter(Boolean)
  return parts.length > 0 ? parts.join('，') : '没有移动'
}

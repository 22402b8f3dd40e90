import type { Place } from '#shared/kernel/fields.ts'

const METRES_PER_DEGREE = 111_195 // On the sphere that `distanceM` measures on.
const eastScale = (latitude: number) => METRES_PER_DEGREE * Math.max(0.01, Math.cos(latitude * Math.PI / 180))

/** Metres east and north of where the pin stood first. */
export interface Offset { east: number, north: number }

/**
 * The place so many metres away; flat-earth arithmetic, exact to a few centimetres within the few kilometres
 * a pin is moved.
 */
export const movedBy = ({ latitude, longitude }: Place, { east, north }: Offset): Place => ({
  latitude: latitude + north / METRES_PER_DEGREE,
  longitude: longitude + east / eastScale(latitude),
})

/** How far east and north of a place another lies; undoes `movedBy`. */
export const offsetOf = (from: Place, to: Place): Offset => ({
  east: (to.longitude - from.longitude) * eastScale(from.latitude),
  north: (to.latitude - from.latitude) * METRES_PER_DEGREE,
})

/** 向东 12 米，向北 5 米; 没有移动 when it stands where it stood. */
export function offsetWords({ east, north }: Offset): string {
  const parts = [
    Math.round(east) && `向${east > 0 ? '东' : '西'} ${Math.abs(Math.round(east))} 米`,
    Math.round(north) && `向${north > 0 ? '北' : '南'} ${Math.abs(Math.round(north))} 米`,
  ].filter(Boolean)
  return parts.length > 0 ? parts.join('，') : '没有移动'
}

/** Degrees as a rider may read them out: 北纬 30.59283°，东经 114.30525°. */
export function degreesWords({ latitude, longitude }: Place): string {
  const [north, east] = [Math.abs(latitude).toFixed(5), Math.abs(longitude).toFixed(5)]
  return `${latitude < 0 ? '南' : '北'}纬 ${north}°，${longitude < 0 ? '西' : '东'}经 ${east}°`
}

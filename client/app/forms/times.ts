import { DAY_MS, dayOf, startOfDay, timeOf } from '#shared/kernel/day.ts'

const MINUTE_MS = 60_000
/** Shanghai's time of day, as 09:30. */
export const timeIn = (instant: number): string => timeOf(instant).slice(11, 16)

/** The minute of the day of a time such as 09:30; NaN for any other text. */
export const minuteOf = (time: string): number =>
  /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time)
    ? Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
    : Number.NaN

/** The instant of a time of day on a Shanghai day; null when either is missing. */
export function instantOn(day: string, time: string): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(time) ?? []
  if (day === '' || hours === undefined) return null
  return startOfDay(day) + (Number(hours) * 60 + Number(minutes)) * MINUTE_MS
}

/**
 * The instant of a time of day on the Shanghai day of `on`. With `isAfter`, on the next day where it would
 * not come after `on`.
 */
export function instantOf(on: number, time: string, isAfter = false): number | null {
  const at = instantOn(dayOf(on), time)
  return at !== null && isAfter && at <= on ? at + DAY_MS : at
}

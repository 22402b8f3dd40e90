import type { Hours } from '#shared/stations/rules.ts'
import { DAY_MINUTES, DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { DAYS_AHEAD, spansOn, staffedTimes } from '#shared/stations/rules.ts'

const MINUTE_MS = 60_000

/**
 * The end of the first day from `day` on that the counter opens on, or of its opening past midnight: the last
 * whole second (UTC ms), since codes carry seconds. Without an opening for two weeks, the end of `day`.
 */
export function pickUpEnd(hours: Hours, day: string): number {
  const start = startOfDay(day)
  const days = Array.from({ length: DAYS_AHEAD }, (_, ahead) => start + ahead * DAY_MS)
  const last = days.find(each => spansOn(hours, dayOf(each)) !== null) ?? start
  const end = Math.max(DAY_MINUTES, spansOn(hours, dayOf(last))?.at(-1) ?? 0)
  return last + end * MINUTE_MS - 1000
}

/** True if a counter is open, or still opens, on a day, so that a meal of that day can be picked up. */
export const opensOn = (hours: Hours, day: string, now: number): boolean =>
  staffedTimes(hours, now).some(
    ({ from, until }) => from < startOfDay(day) + DAY_MS && until > Math.max(now, startOfDay(day)),
  )

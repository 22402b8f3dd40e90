/** The business day is Shanghai's, which has kept UTC+8 without summer time since 1991. */
const OFFSET_MS = 8 * 3_600_000
export const DAY_MS = 86_400_000
export const DAY_MINUTES = 1440

/** Shanghai's time of an instant, as 2026-11-23 07:05:09. */
export const timeOf = (instant: number): string =>
  new Date(instant + OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ')

/** The Shanghai day of an instant, as 2026-11-23. */
export const dayOf = (instant: number): string => timeOf(instant).slice(0, 10)

/** The instant (ms) at which a Shanghai day begins. */
export const startOfDay = (day: string): number => Date.parse(`${day}T00:00:00Z`) - OFFSET_MS

/** Whether a day of this form exists; the 31st of February does not. */
export function isDay(day: string): boolean {
  const instant = startOfDay(day)
  return !Number.isNaN(instant) && dayOf(instant) === day
}

const isWeekend = (instant: number) => [0, 6].includes(new Date(instant + OFFSET_MS).getUTCDay())

/**
 * The same time of day that many working days later (ms). Saturdays and Sundays don't count; public holidays
 * do, since they move every year, so a promised date is never too late.
 */
export function addWorkingDays(instant: number, days: number): number {
  let at = instant
  for (let left = days; left > 0;) {
    at += DAY_MS
    if (!isWeekend(at)) left--
  }
  return at
}

import type { ItemKind } from '#shared/mall/rules.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { mealDays, PICK_UP_DAYS } from '#shared/mall/rules.ts'
import { Refused } from '#shared/refusal.ts'

const HOUR_MS = 3_600_000
/** On the day before the last, at ten in the morning: nobody is woken, and there is time to go. */
const REMIND_BEFORE_MS = 14 * HOUR_MS

const endOfDay = (day: string) => startOfDay(day) + DAY_MS - 1000 // Its last whole second, as codes carry it.

/** Throws unless the day fits: a meal has one, from today to a week ahead; goods have none. */
export function refuseOrder(kind: ItemKind, day: string | undefined, now: number): void {
  const fits = kind === 'meal'
    ? day !== undefined && mealDays(now).includes(day)
    : day === undefined
  if (!fits) throw new Refused({ code: 'mall.dayWrong' })
}

/** Until when an order waits, and when its owner is reminded; null where that moment is past. */
export function windowOf(
  day: string | undefined,
  now: number,
): { pickUpBy: number, remindAt: number | null } {
  const last = day ?? dayOf(now + PICK_UP_DAYS * DAY_MS)
  const remindAt = startOfDay(last) - REMIND_BEFORE_MS
  return { pickUpBy: endOfDay(last), remindAt: remindAt > now ? remindAt : null }
}

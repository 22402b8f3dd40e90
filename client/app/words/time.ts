import { DAY_MS, dayOf, timeOf } from '#shared/kernel/day.ts'
import { timeNow } from '../device/now.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

const hourAndMinute = (instant: number) => timeOf(instant).slice(11, 16)
const monthAndDay = (day: string) => `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`

/**
 * The time of day in Shanghai, with the day where it is not today: 14:05, 昨天 14:05, 明天 14:05,
 * 11月3日 14:05; in another year the day alone, 2025年11月3日.
 */
export function clock(instant: number, now = timeNow()): string {
  const day = dayOf(instant)
  if (day === dayOf(now)) return hourAndMinute(instant)
  if (day === dayOf(now - DAY_MS)) return `昨天 ${hourAndMinute(instant)}`
  if (day === dayOf(now + DAY_MS)) return `明天 ${hourAndMinute(instant)}`
  if (day.slice(0, 4) === dayOf(now).slice(0, 4)) return `${monthAndDay(day)} ${hourAndMinute(instant)}`
  return `${day.slice(0, 4)}年${monthAndDay(day)}`
}

/** A day of the calendar: 今天, 明天, else 11月30日 周一; with the year where it is not this one. */
export function day(day: string, now = timeNow()): string {
  if (day === dayOf(now)) return '今天'
  if (day === dayOf(now + DAY_MS)) return '明天'
  const weekday = `周${'日一二三四五六'[new Date(`${day}T00:00:00Z`).getUTCDay()]}`
  return day.slice(0, 4) === dayOf(now).slice(0, 4)
    ? `${monthAndDay(day)} ${weekday}`
    : `${day.slice(0, 4)}年${monthAndDay(day)}`
}

/** How long ago something was: 刚刚, 5 分钟前, 3 小时前, then the day. 刚刚 too when the phone's clock is behind. */
export function ago(instant: number, now = timeNow()): string {
  const passed = now - instant
  if (passed < MINUTE_MS) return '刚刚'
  if (passed < HOUR_MS) return `${Math.floor(passed / MINUTE_MS)} 分钟前`
  if (passed < 12 * HOUR_MS) return `${Math.floor(passed / HOUR_MS)} 小时前`
  return clock(instant, now)
}

/** How long something lasts, in its largest unit: 40 分钟, 10 小时, 25 天. */
export function lasting(ms: number): string {
  if (ms < HOUR_MS) return `${Math.max(1, Math.floor(ms / MINUTE_MS))} 分钟`
  return ms < DAY_MS ? `${Math.floor(ms / HOUR_MS)} 小时` : `${Math.floor(ms / DAY_MS)} 天`
}

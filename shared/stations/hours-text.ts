import type { Spans, Week } from './rules.ts'
import { DAY_MINUTES } from '#shared/kernel/day.ts'
import { pairsOf } from './rules.ts'

const WEEKDAYS = '一二三四五六日'
const CLOSED = '不开放'
const ALL_DAY = '全天'
const EVERY_DAY = '每天'
const NEXT_DAY = '次日'

/** A minute of the day as people write it: 09:00. */
export const timeOfMinute = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** The end of a span by its minute, counted from the day on which it began. */
export const untilText = (minute: number, nextDay = NEXT_DAY): string =>
  minute > DAY_MINUTES ? `${nextDay}${timeOfMinute(minute - DAY_MINUTES)}` : timeOfMinute(minute)

/** The hours of one day: 09:00–12:00、14:00–18:00, 18:00–次日02:00, 全天, or 不开放. */
export function spanText(spans: Spans): string {
  if (spans === null) return CLOSED
  return pairsOf(spans)
    .map(([from, until]) =>
      from === 0 && until === DAY_MINUTES ? ALL_DAY : `${timeOfMinute(from)}–${untilText(until)}`)
    .join('、')
}

/** The week in as few lines as possible: 周一至周五 09:00–18:00, 周六至周日 不开放; 每天 if all days are alike. */
export function weekLines(week: Week): { days: string, hours: string }[] {
  const lines: { from: number, until: number, hours: string }[] = []
  for (const [at, span] of week.entries()) {
    const last = lines.at(-1)
    const hours = spanText(span)
    if (last?.hours === hours) last.until = at
    else lines.push({ from: at, until: at, hours })
  }
  const daysOf = (from: number, until: number) =>
    from === until
      ? `周${WEEKDAYS[from]}`
      : until - from === 6
        ? EVERY_DAY
        : `周${WEEKDAYS[from]}至周${WEEKDAYS[until]}`
  return lines.map(({ from, until, hours }) => ({ days: daysOf(from, until), hours }))
}

/** The week in one line, as `weekIn` reads it: 周一至周五 09:00–18:00；周六至周日 不开放. */
export const weekText = (week: Week): string =>
  weekLines(week).map(({ days, hours }) => `${days} ${hours}`).join('；')

const DAY = '(?:周|星期|礼拜)'
const OF_WEEK = '[一二三四五六日天]'
const TO = '\\s*[-–—~至到]\\s*'
const someDays = new RegExp(`^[、,和及\\s]*${DAY}(${OF_WEEK})(?:${TO}${DAY}?(${OF_WEEK}))?`)
const oneTime = new RegExp(`^(\\d{1,2}):([0-5]\\d)${TO}(次日|第二天)?(\\d{1,2}):([0-5]\\d)$`)
const dayNumber = (sign: string) => sign === '天' ? 6 : WEEKDAYS.indexOf(sign)
/** The days from one to another, over Sunday too: 周五至周一. */
const range = (from: number, until: number) =>
  Array.from({ length: (until - from + 7) % 7 + 1 }, (_, at) => (from + at) % 7)

/** The days at the beginning of a part, and the times after them; without days, every day. */
function daysIn(part: string): { days: number[], rest: string } {
  for (const [word, days] of [[EVERY_DAY, range(0, 6)], ['工作日', range(0, 4)], ['周末', range(5, 6)]] as const) {
    if (part.startsWith(word)) return { days: [...days], rest: part.slice(word.length) }
  }
  const days: number[] = []
  let rest = part
  for (let found = someDays.exec(rest); found; found = someDays.exec(rest)) {
    const [whole, from = '', until = from] = found
    days.push(...range(dayNumber(from), dayNumber(until)))
    rest = rest.slice(whole.length)
  }
  return { days: days.length > 0 ? days : range(0, 6), rest }
}

function spansIn(words: string): Spans | undefined {
  if (/^(?:不开放|休息|关门|不营业|无人值守)$/.test(words)) return null
  if (/^(?:全天|24\s*小时)$/.test(words)) return [0, DAY_MINUTES]
  const times = words.split(/[、,\s]+(?=\d{1,2}:)/).map(time => oneTime.exec(time))
  if (times.includes(null)) return undefined
  return times.flatMap((time) => {
    const [, fromHour, fromMinute, nextDay, untilHour, untilMinute] = time!
    const from = Number(fromHour) * 60 + Number(fromMinute)
    const until = Number(untilHour) * 60 + Number(untilMinute)
    // An end at 00:00, or before the beginning, is on the next day.
    return [from, nextDay !== undefined || until < from || until === 0 ? until + DAY_MINUTES : until]
  })
}

/** The week that a line describes; undefined if it can't be read. Days that it doesn't name are closed. */
export function weekIn(text: string): Spans[] | undefined {
  const parts = text.normalize('NFKC').split(/[;\n]/).map(part => part.trim()).filter(part => part !== '')
  const week = new Map<number, Spans>()
  for (const part of parts) {
    const { days, rest } = daysIn(part)
    const spans = spansIn(rest.replace(/^[:\s]+/, ''))
    if (spans === undefined || days.some(day => week.has(day))) return undefined
    for (const day of days) week.set(day, spans)
  }
  return week.size === 0 ? undefined : range(0, 6).map(day => week.get(day) ?? null)
}

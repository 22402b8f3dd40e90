import type { Exception, Hours, Span } from '#shared/stations/rules.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'

/** A day as its form holds it: times as they were picked, kept while the day is set to closed. */
export interface DayFields { isClosed: boolean, from: string, until: string }
export interface ExceptionFields extends DayFields { day: string, words: string }
export interface HoursFields { week: DayFields[], exceptions: ExceptionFields[] }

export const weekdayNames = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const
const USUAL = { from: '09:00', until: '18:00' }
const MIDNIGHT = '00:00'
const END_OF_DAY = 1440
const EXCEPTIONS_MAX = 60
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/

const timeOf = (minute: number) =>
  `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
/** A day that ends at 00:00 ends at its own end: no picker of times has a 24:00. */
const endOf = (time: string) => time === MIDNIGHT ? END_OF_DAY : minuteOf(time)

const dayFieldsOf = (span: Span): DayFields =>
  span ? { isClosed: false, from: timeOf(span[0]), until: timeOf(span[1]) } : { isClosed: true, ...USUAL }
const spanOf = ({ isClosed, from, until }: DayFields): Span =>
  isClosed ? null : [minuteOf(from), endOf(until)]

/** The form of a station's hours; days that are over have left it. */
export const fieldsOf = ({ week, exceptions }: Hours, today = dayOf(Date.now())): HoursFields => ({
  week: week.map(dayFieldsOf),
  exceptions: exceptions
    .filter(({ day }) => day >= today)
    .map(({ day, span, words }) => ({ day, words, ...dayFieldsOf(span) })),
})

/** Another day that is not as usual: the first that has none yet, closed, as most of them are. */
export function nextException(
  { exceptions }: Pick<HoursFields, 'exceptions'>,
  now = Date.now(),
): ExceptionFields {
  const taken = new Set(exceptions.map(({ day }) => day))
  let at = now + DAY_MS
  while (taken.has(dayOf(at))) at += DAY_MS
  return { day: dayOf(at), words: '', isClosed: true, ...USUAL }
}

function troubleWith({ isClosed, from, until }: DayFields): string | undefined {
  if (isClosed) return undefined
  if (!TIME.test(from) || !TIME.test(until)) return '请选开门和关门的时间。'
  return minuteOf(from) < endOf(until) ? undefined : '关门要晚于开门，请核对。'
}

/** What still has to be filled in or can't be, as a sentence; undefined when nothing. */
export function missingFrom({ week, exceptions }: HoursFields): string | undefined {
  for (const [at, day] of week.entries()) {
    const trouble = troubleWith(day)
    if (trouble) return `${weekdayNames[at]}：${trouble}`
  }
  if (exceptions.length > EXCEPTIONS_MAX) return `特别的日子最多 ${EXCEPTIONS_MAX} 天。`
  for (const [at, { day, ...fields }] of exceptions.entries()) {
    const trouble =
      day === ''
        ? '请选日期。'
        : exceptions.findIndex(each => each.day === day) < at
          ? `${day} 写了两次，请留一个。`
          : troubleWith(fields)
    if (trouble) return `特别的日子：${trouble}`
  }
  return undefined
}

/** What is sent. Only for a form from which nothing is missing. */
export const hoursOf = ({ week, exceptions }: HoursFields) => ({
  week: week.map(spanOf),
  exceptions: exceptions
    .map((fields): Exception => ({ day: fields.day, span: spanOf(fields), words: fields.words.trim() }))
    .sort((a, b) => a.day.localeCompare(b.day)),
})

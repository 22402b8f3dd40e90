import type { FormSpec } from '#client/app/forms/check-input.ts'
import type { Hours, Span } from '#shared/stations/rules.ts'
import type { BaseIssue } from 'valibot'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'

/** A day as its form holds it; the times stay while the day is set to closed. */
export interface DayFields { isClosed: boolean, from: string, until: string }
export interface ExceptionFields extends DayFields { day: string, words: string }
/** `seen`: when the hours were changed that the form shows (ms); 0: never, absent: not known. */
export interface HoursFields { week: DayFields[], exceptions: ExceptionFields[], seen?: number | undefined }

export const weekdayNames = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const
const USUAL = { from: '09:00', until: '18:00' }
const MIDNIGHT = '00:00'
const END_OF_DAY = 1440
const EXCEPTIONS_MAX = 60

const timeOf = (minute: number) =>
  `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
const minuteOf = (time: string) =>
  time === '' ? Number.NaN : Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
/** A day that ends at 00:00 ends at 24:00, which no time picker offers. */
const endOf = (time: string) => time === MIDNIGHT ? END_OF_DAY : minuteOf(time)

const dayFieldsOf = (span: Span): DayFields =>
  span ? { isClosed: false, from: timeOf(span[0]), until: timeOf(span[1]) } : { isClosed: true, ...USUAL }
const spanOf = ({ isClosed, from, until }: DayFields): Span =>
  isClosed ? null : [minuteOf(from), endOf(until)]

/** The fields of a station's hours, without days that are over. */
export const fieldsOf = (
  { week, exceptions }: Hours,
  today = dayOf(Date.now()),
  seen?: number,
): HoursFields => ({
  week: week.map(dayFieldsOf),
  exceptions: exceptions
    .filter(({ day }) => day >= today)
    .map(({ day, span, words }) => ({ day, words, ...dayFieldsOf(span) })),
  ...seen !== undefined && { seen },
})

/** Another exceptional day: the first that has none yet, closed, as most of them are. */
export function nextException(
  { exceptions }: Pick<HoursFields, 'exceptions'>,
  now = Date.now(),
): ExceptionFields {
  const taken = new Set(exceptions.map(({ day }) => day))
  let at = now + DAY_MS
  while (taken.has(dayOf(at))) at += DAY_MS
  return { day: dayOf(at), words: '', isClosed: true, ...USUAL }
}

const spanSentence = ({ type }: BaseIssue<unknown>) =>
  type === 'check' ? '关门要晚于开门，请核对。' : '请选开门和关门的时间。'
const weekSentence = (issue: BaseIssue<unknown>) =>
  `${weekdayNames[issue.path?.[2]?.key as number]}：${spanSentence(issue)}`

/** The form for a station's hours. */
export const hoursForm = (stationId: string): FormSpec<'stations.keep', HoursFields> => ({
  command: 'stations.keep',
  toInput: ({ week, exceptions, seen }) => ({
    stationId,
    ...seen !== undefined && { seen: { hours: seen } },
    hours: {
      week: week.map(spanOf),
      exceptions: exceptions
        .map(({ day, words, ...fields }) => ({ day, span: spanOf(fields), words }))
        .sort((a, b) => a.day.localeCompare(b.day)),
    },
  }),
  sentences: {
    'hours.week': weekSentence,
    'hours.exceptions': `特别的日子最多 ${EXCEPTIONS_MAX} 天。`,
    'hours.exceptions.day': '特别的日子：请选日期。',
    'hours.exceptions.span': issue => `特别的日子：${spanSentence(issue)}`,
  },
  check: ({ exceptions }) => {
    const days = exceptions.map(({ day }) => day)
    const twice = days.find((day, at) => days.indexOf(day) < at)
    return twice && `特别的日子：${twice} 写了两次，请留一个。`
  },
})

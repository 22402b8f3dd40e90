import type { FormSpec } from '#client/app/forms/check-input.ts'
import type { Hours, Spans } from '#shared/stations/rules.ts'
import type { BaseIssue } from 'valibot'
import { timeNow } from '#client/app/device/now.ts'
import { minuteOf } from '#client/app/forms/times.ts'
import { DAY_MINUTES, DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { pairsOf } from '#shared/stations/rules.ts'
import { EXCEPTIONS_MAX } from '#shared/stations/schemas.ts'
import { array, boolean, length, object, optional, pipe, string } from 'valibot'

export interface TimeFields { from: string, until: string }
/**
 * A day as its form holds it; the times stay while the day is set to closed. `more`: further times of the
 * day, absent in a form that an older app saved.
 */
export interface DayFields extends TimeFields { isClosed: boolean, more?: TimeFields[] }
export interface ExceptionFields extends DayFields { day: string, words: string }
/** `seen`: when the hours were changed that the form shows (ms); 0: never, absent: not known. */
export interface HoursFields { week: DayFields[], exceptions: ExceptionFields[], seen?: number | undefined }

export const weekdayNames = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const
const USUAL = { from: '09:00', until: '18:00' }
const MIDNIGHT = '00:00'

const timeOf = (minute: number) =>
  `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
/** True for a time that ends on the day after the one it begins on. */
export const endsNextDay = ({ from, until }: TimeFields): boolean => until !== MIDNIGHT && until < from
/** What ends at 00:00 ends at 24:00, which no time picker offers. */
const minutesOf = (time: TimeFields): number[] => {
  const end = time.until === MIDNIGHT ? DAY_MINUTES : minuteOf(time.until)
  return [minuteOf(time.from), endsNextDay(time) ? end + DAY_MINUTES : end]
}

function dayFieldsOf(spans: Spans): DayFields {
  const times = pairsOf(spans).map(([from, until]) => ({ from: timeOf(from), until: timeOf(until) }))
  const [first, ...more] = times
  return { isClosed: !first, ...first ?? USUAL, ...more.length > 0 && { more } }
}
/** The times of a day as they are sent. */
export const spansOf = ({ isClosed, from, until, more = [] }: DayFields): Spans =>
  isClosed ? null : [{ from, until }, ...more].flatMap(minutesOf)

/** Another time of a day, after its last one. */
export function nextTime({ until, more = [] }: DayFields): TimeFields {
  const from = (minuteOf(more.at(-1)?.until ?? until) || 0) + 60
  return { from: timeOf(from), until: timeOf(from + 180) }
}

/** The fields of a station's hours, without days that are over. */
export const fieldsOf = (
  { week, exceptions }: Hours,
  today = dayOf(timeNow()),
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
  now = timeNow(),
): ExceptionFields {
  const taken = new Set(exceptions.map(({ day }) => day))
  let at = now + DAY_MS
  while (taken.has(dayOf(at))) at += DAY_MS
  return { day: dayOf(at), words: '', isClosed: true, ...USUAL }
}

const spanSentence = ({ type }: BaseIssue<unknown>) =>
  type === 'check' ? '时间要从早到晚，不能一样，也不能重叠' : '请选开门和关门的时间'
/** The sentence for an invalid week; `at`: the index in the issue's path at which the day stands. */
export const weekSentence = (issue: BaseIssue<unknown>, at = 2): string =>
  `${weekdayNames[issue.path?.[at]?.key as number]}：${spanSentence(issue)}`

const Times = object({ from: string(), until: string() })
const Day = object({ ...Times.entries, isClosed: boolean(), more: optional(array(Times)) })
/** The shapes by which a saved form is checked. */
export const hoursShapes = {
  week: pipe(array(Day), length(weekdayNames.length)),
  exceptions: array(object({ ...Day.entries, day: string(), words: string() })),
}

/** The form for a station's hours. */
export const hoursForm = (stationId: string): FormSpec<'stations.keep', HoursFields> => ({
  command: 'stations.keep',
  toInput: ({ week, exceptions, seen }) => ({
    stationId,
    ...seen !== undefined && { seen: { hours: seen } },
    hours: {
      week: week.map(spansOf),
      exceptions: exceptions
        .map(({ day, words, ...fields }) => ({ day, span: spansOf(fields), words }))
        .sort((a, b) => a.day.localeCompare(b.day)),
    },
  }),
  sentences: {
    'hours.week': issue => weekSentence(issue),
    'hours.exceptions': `特殊日期最多 ${EXCEPTIONS_MAX} 天`,
    'hours.exceptions.day': '特殊日期：请选日期',
    'hours.exceptions.span': issue => `特殊日期：${spanSentence(issue)}`,
  },
  check: ({ exceptions }) => {
    const days = exceptions.map(({ day }) => day)
    const twice = days.find((day, at) => days.indexOf(day) < at)
    return twice && `特殊日期：${twice} 写了两次，请留一个`
  },
})

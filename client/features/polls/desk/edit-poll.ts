import type { FormSpec } from '#client/app/forms/check-input.ts'
import type { Place } from '#shared/kernel/fields.ts'
import type { Audience, Ballot } from '#shared/polls/rules.ts'
import type { PollView } from '#shared/polls/schemas.ts'
import { timeNow } from '#client/app/device/now.ts'
import { instantOn, timeIn } from '#client/app/forms/times.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { numberIn } from '#shared/kernel/digits.ts'
import { Place as PlaceSchema } from '#shared/kernel/fields.ts'
import { OPTIONS_MIN } from '#shared/polls/rules.ts'
import { Companies, OPTION_MAX, QUESTION_MAX, Works } from '#shared/polls/schemas.ts'
import { uuidv7 } from 'uuidv7'
import { array, nullable, object, string } from 'valibot'

export interface OptionField { text: string, place: Place | null }
/** A poll as its form holds it, times and numbers as typed. */
export interface PollFields {
  pollId: string
  question: string
  words: string
  hasPlaces: boolean
  options: OptionField[]
  areaId: string | null
  audience: Audience | null
  works: Works
  companies: Companies
  ballot: Ballot | null
  quorum: string
  isAtOnce: boolean
  startDay: string
  startTime: string
  endDay: string
  endTime: string
  /** When the version was made that the form shows (ms); a new one has none. */
  seen?: number | undefined
}

const WEEK_MS = 7 * DAY_MS
export const emptyOption = (): OptionField => ({ text: '', place: null })
export const emptyPoll = (areaId: string | null): PollFields => ({
  pollId: uuidv7(),
  question: '',
  words: '',
  hasPlaces: false,
  options: Array.from({ length: OPTIONS_MIN }, emptyOption),
  areaId,
  audience: 'everyone',
  works: [],
  companies: [],
  ballot: 'secret',
  quorum: '',
  isAtOnce: true,
  startDay: dayOf(timeNow() + DAY_MS),
  startTime: '09:00',
  endDay: dayOf(timeNow() + WEEK_MS),
  endTime: '20:00',
})

export const fieldsOf = (poll: PollView): PollFields => ({
  pollId: poll.id,
  question: poll.question,
  words: poll.words,
  hasPlaces: poll.options.some(({ place }) => place !== null),
  options: poll.options.map(({ text, place }) => ({ text, place })),
  areaId: poll.areaId,
  audience: poll.audience,
  works: [...poll.works],
  companies: [...poll.companies],
  ballot: poll.ballot,
  quorum: poll.quorum > 0 ? String(poll.quorum) : '',
  isAtOnce: false,
  startDay: dayOf(poll.startsAt),
  startTime: timeIn(poll.startsAt),
  endDay: dayOf(poll.endsAt),
  endTime: timeIn(poll.endsAt),
  seen: poll.changedAt,
})

/** What fields are called when somebody else has changed them. */
export const pollFieldNames: Partial<Record<keyof PollFields, string>> = {
  question: '题目',
  words: '说明',
  options: '选项',
  areaId: '区域',
  audience: '问谁',
  works: '工种',
  companies: '公司',
  ballot: '记名方式',
  quorum: '最低人数',
  startDay: '开始日期',
  startTime: '开始时间',
  endDay: '截止日期',
  endTime: '截止时间',
}

export const pollShapes = {
  options: array(object({ text: string(), place: nullable(PlaceSchema) })),
  works: Works,
  companies: Companies,
}

export const pollForm: FormSpec<'polls.publish', PollFields> = {
  command: 'polls.publish',
  toInput: ({ hasPlaces, options, quorum, isAtOnce, startDay, startTime, endDay, endTime, ...fields }) => {
    const { audience, works, companies } = fields
    return {
      ...fields,
      works: audience === 'couriers' ? works : [],
      companies: audience === 'couriers' ? companies : [],
      options: options.map(({ text, place }) => ({ text, place: hasPlaces ? place : null })),
      quorum: quorum.trim() === '' ? 0 : numberIn(quorum),
      startsAt: isAtOnce ? timeNow() : instantOn(startDay, startTime),
      endsAt: instantOn(endDay, endTime),
    }
  },
  sentences: {
    'question': `请写题目，2 到 ${QUESTION_MAX} 字`,
    'options.text': `每个选项都要写，最多 ${OPTION_MAX} 字`,
    'options': '选项不能重复',
    'areaId': '请选问哪个区域的人',
    'quorum': '最低人数请填数字，不要求就空着',
    'startsAt': '请选开始的日期和时间',
    'endsAt': '请选截止的日期和时间',
  },
  check: ({ hasPlaces, options, isAtOnce, startDay, startTime, endDay, endTime }) => {
    if (hasPlaces && options.some(({ place }) => place === null)) return '每个选项都要在地图上选位置'
    const starts = isAtOnce ? timeNow() : instantOn(startDay, startTime) ?? 0
    if (!isAtOnce && starts <= timeNow()) return '开始时间已经过了，请改到以后，或选“马上开始”'
    return (instantOn(endDay, endTime) ?? 0) < starts + HOUR_MS ? '截止要在开始 1 小时以后' : undefined
  },
}
const HOUR_MS = 3_600_000

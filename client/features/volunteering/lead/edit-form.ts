import type { FormSpec } from '#client/app/forms/check-input.ts'
import type { Place } from '#shared/kernel/fields.ts'
import type { ActivityView } from '#shared/volunteering/activities.ts'
import type { ActivityKind, Skill } from '#shared/volunteering/rules.ts'
import { timeNow } from '#client/app/device/now.ts'
import { instantOf, instantOn, timeIn } from '#client/app/forms/times.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { numberIn } from '#shared/kernel/digits.ts'
import { CAPACITY_MAX, TITLE_MAX } from '#shared/volunteering/activities.ts'
import { uuidv7 } from 'uuidv7'

/** An activity as its form holds it, times and numbers as typed. `leaveBefore`: minutes. */
export interface ActivityFields {
  activityId: string
  isDraft: boolean
  kind: ActivityKind | null
  title: string
  words: string
  bring: string
  day: string
  from: string
  to: string
  leaveBefore: string | null
  place: Place | null
  spot: string
  areaId: string | null
  capacity: string
  skills: Skill[]
  teamId: string | null
  /** When the version was made that the form shows (ms); a new one has none. */
  seen?: number | undefined
}

const MINUTE_MS = 60_000
const DEFAULT_LEAVE = '180'

export const emptyActivity = (given: Pick<ActivityFields, 'areaId' | 'teamId'>): ActivityFields => ({
  activityId: uuidv7(),
  isDraft: false,
  kind: 'volunteering',
  title: '',
  words: '',
  bring: '',
  day: dayOf(timeNow() + DAY_MS),
  from: '09:00',
  to: '11:00',
  leaveBefore: DEFAULT_LEAVE,
  place: null,
  spot: '',
  capacity: '',
  skills: [],
  ...given,
})

export const fieldsOf = (activity: ActivityView): ActivityFields => {
  const { id, kind, title, words, bring, startsAt, endsAt, leaveBy, place, spot, areaId } = activity
  return {
    activityId: id,
    isDraft: false,
    kind,
    title,
    words,
    bring,
    day: dayOf(startsAt),
    from: timeIn(startsAt),
    to: timeIn(endsAt),
    leaveBefore: String(Math.round((startsAt - leaveBy) / MINUTE_MS)),
    place,
    spot,
    areaId,
    capacity: String(activity.capacity),
    skills: [...activity.skills],
    teamId: activity.teamId,
    seen: activity.changedAt,
  }
}

/** What fields are called when somebody else has changed them. */
export const activityFieldNames: Partial<Record<keyof ActivityFields, string>> = {
  kind: '类别',
  title: '标题',
  words: '说明',
  bring: '自备',
  day: '日期',
  from: '开始时间',
  to: '结束时间',
  leaveBefore: '取消截止',
  place: '位置',
  spot: '在哪儿',
  areaId: '社区',
  capacity: '名额',
  skills: '技能',
  teamId: '小队',
}

type Names = 'activities.publish' | 'activities.draft'
export const activityForm: FormSpec<Names, ActivityFields> = {
  command: ({ isDraft }) => isDraft ? 'activities.draft' : 'activities.publish',
  toInput: ({ isDraft, day, from, to, leaveBefore, capacity, ...fields }) => {
    const startsAt = instantOn(day, from)
    return {
      ...fields,
      startsAt,
      endsAt: startsAt === null ? null : instantOf(startsAt, to, true),
      leaveBy: startsAt === null ? null : startsAt - Number(leaveBefore) * MINUTE_MS,
      capacity: numberIn(capacity),
    }
  },
  sentences: {
    title: `请填标题，2 到 ${TITLE_MAX} 字`,
    startsAt: '请选日期和开始时间',
    endsAt: '请选结束时间',
    place: '请在地图上选集合地点',
    spot: '请写在哪儿集合，例如：社区大门口',
    areaId: '请选择社区',
    capacity: `请填名额，1 到 ${CAPACITY_MAX} 人`,
  },
  check: ({ day, from }) =>
    (instantOn(day, from) ?? 0) <= timeNow() ? '开始时间已经过了，请改到以后' : undefined,
}

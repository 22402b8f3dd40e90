import type { ActivityBrief } from '#shared/volunteering/activities.ts'
import type { SignupState, Skill } from '#shared/volunteering/rules.ts'
import { timeNow } from '#client/app/device/now.ts'
import { timeIn } from '#client/app/forms/times.ts'
import { clock, day, lasting } from '#client/app/words/index.ts'
import { dayOf } from '#shared/kernel/day.ts'

export { activityKindNames as kindNames } from '#shared/volunteering/names.ts'
export const skillNames: Record<Skill, string> = {
  firstAid: '急救',
  driving: '驾驶',
  repair: '维修',
  teaching: '教学',
  dialect: '会说方言',
  photography: '摄影',
}
/** The name and colour of somebody's place, for a chip. */
export const standNames: Record<SignupState, { name: string, colour: '' | 'green' | 'orange' }> = {
  asked: { name: '待审核', colour: 'orange' },
  waiting: { name: '候补中', colour: 'orange' },
  offered: { name: '等你确认', colour: 'orange' },
  in: { name: '已报名', colour: 'green' },
  left: { name: '已取消', colour: '' },
  refused: { name: '已移出', colour: '' },
  lapsed: { name: '名额已过期', colour: '' },
  came: { name: '已参加', colour: 'green' },
  missed: { name: '没到场', colour: '' },
}

type Span = Pick<ActivityBrief, 'startsAt' | 'endsAt'>
/** A dash at which no line breaks. */
const TO = '\u2060–\u2060'
/** 09:00–11:30; an end on another day comes with its day. */
export const hoursText = ({ startsAt, endsAt }: Span): string =>
  dayOf(startsAt) === dayOf(endsAt - 1)
    ? `${timeIn(startsAt)}${TO}${timeIn(endsAt)}`
    : `${timeIn(startsAt)}${TO}次日 ${timeIn(endsAt)}`
/** 明天 09:00–11:30, 11月30日 周一 09:00–11:30. */
export const whenText = (span: Span, now = timeNow()): string =>
  `${day(dayOf(span.startsAt), now)} ${hoursText(span)}`

const HOUR_MINUTES = 60
/** 2 小时, 1.5 小时, 45 分钟. */
export const minutesText = (minutes: number): string =>
  minutes < HOUR_MINUTES ? `${minutes} 分钟` : `${Number((minutes / HOUR_MINUTES).toFixed(2))} 小时`

type Places = Pick<ActivityBrief, 'capacity' | 'taken' | 'waiting'>
/** 还剩 3 个名额, or the number of people waiting. */
export function placesText({ capacity, taken, waiting }: Places): string {
  if (taken < capacity && waiting === 0) return `还剩 ${capacity - taken} 个名额`
  return waiting > 0 ? `已满，候补 ${waiting} 人` : '已满，可候补'
}
export const isFree = ({ capacity, taken, waiting }: ActivityBrief): boolean =>
  taken < capacity && waiting === 0

/** How long an offer still holds: 还剩 5 小时. */
export const leftText = (until: number, now: number): string =>
  until > now ? `还剩 ${lasting(until - now)}` : '时间已过'

/** The time until which one may leave, so that the leader can still find somebody else. */
export const leaveText = (leaveBy: number, now: number): string =>
  leaveBy > now ? `${clock(leaveBy, now)} 前可自己取消` : '现在取消会告诉带队的人'

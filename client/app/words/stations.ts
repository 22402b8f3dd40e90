import type {
  FaultKind,
  Hours,
  Need,
  StationFacts,
  StationState,
  Supply,
  SupplyLevel,
} from '#shared/stations/rules.ts'
import { DAY_MINUTES, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { timeOfMinute, untilText } from '#shared/stations/hours-text.ts'
import { isStaffed, staffedTimes, stateAt } from '#shared/stations/rules.ts'
import { timeNow } from '../device/now.ts'
import { ago, day } from './time.ts'

export { spanText, weekLines } from '#shared/stations/hours-text.ts'
export { facilityNames, groupNames, stationKindNames, stationStateNames } from '#shared/stations/names.ts'

export const needNames: Record<Need, string> = {
  open: '现在开放',
  charging: '充电',
  water: '饮水',
  microwave: '微波炉',
  toilet: '厕所',
  firstAid: '急救箱',
  rest: '休息',
  redemption: '积分兑换',
}

/** The kinds of faults that riders report. */
export const faultNames: Record<FaultKind, string> = {
  door: '门打不开',
  power: '停电',
  charger: '充电故障',
  appliance: '电器故障',
  dirty: '不干净',
  supply: '缺货',
  other: '其他',
}

export const supplyNames: Record<Supply, string> = {
  water: '饮用水',
  medicine: '药品',
  chargers: '充电器',
  tissues: '纸巾',
}

export const supplyLevelNames: Record<SupplyLevel, string> = { enough: '充足', low: '不多了', out: '没有了' }

/** The opening hours as they concern now: 24 小时扫码进站, 开到 18:00, 明天 09:00 开门. */
export const openingText = (hours: Hours & { isSelfService: boolean }, now = timeNow()): string =>
  hours.isSelfService ? '24 小时扫码进站' : staffedText(hours, now)

/** When somebody is there, as it concerns now: 开到 18:00, 开到明天 02:00, 今天 14:00 开门. */
export function staffedText(hours: Hours, now = timeNow()): string {
  const next = staffedTimes(hours, now).find(({ until }) => until > now)
  if (!next) return '近期不开门'
  const minuteOf = (instant: number, on: string) => (instant - startOfDay(on)) / 60_000
  const on = dayOf(next.from)
  if (next.from > now) return `${day(on, now)} ${timeOfMinute(minuteOf(next.from, on))} 开门`
  const until = minuteOf(next.until, dayOf(now))
  if (until > 2 * DAY_MINUTES) return '全天开放'
  return until > DAY_MINUTES ? `开到${untilText(until, '明天 ')}` : `开到 ${timeOfMinute(until)}`
}

/** Why a station is in its state, in one line. `shut`: what its keeper said when closing it. */
export function stateReason(
  { shut, ...facts }: StationFacts & { shut: string | null },
  now = timeNow(),
): string {
  if (facts.isShut) return shut ? `站长临时关站：${shut}` : '站长临时关站'
  const state = stateAt(facts, now)
  if (state === 'closed') return staffedText(facts.hours, now)
  if (state === 'doubtful') return '刚有两位没进去，已通知站长'
  if (!facts.isSelfService) return `有人值守，${staffedText(facts.hours, now)}`
  return isStaffed(facts.hours, now) ? '有人值守，也可以扫码进' : '扫码就能进'
}

/** The state as people say it, for one large line. */
export const stationStateWords: Record<StationState, string> = {
  open: '开着',
  doubtful: '可能没开门',
  closed: '现在关着',
}

/** What a keeper should check about a visit. */
export const visitFlagNames: Record<'twoPlaces' | 'revoked' | 'clock', string> = {
  twoPlaces: '同一个人几分钟内也进了另一个驿站',
  revoked: '进门的人已被暂停或注销',
  clock: '记录的时间对不上，平板或手机的时钟可能不准',
}

/** `seenAt` is exact to an hour, and a kiosk with power and a network calls in every hour. */
const KIOSK_SILENT_MS = 2 * 3_600_000

/** Whether a kiosk is online, and since when not. */
export function kioskSeenText(seenAt: number | null, now = timeNow()): string {
  if (seenAt === null) return '还没有连上过'
  return now - seenAt > KIOSK_SILENT_MS ? `${ago(seenAt, now)}之后没有连上，可能断电或断网` : '连接正常'
}

import type { Exception, Facility, StationKind, Supply, SupplyLevel, Week } from '#shared/stations/rules.ts'
import type { Random } from './random.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { bitOf, supplies } from '#shared/stations/rules.ts'

const HOUR_MS = 3_600_000
const every = (from: number, until: number, days = 7): Week =>
  Array.from({ length: 7 }, (_, day) => (day < days ? ([from * 60, until * 60] as const) : null))
const officeWeek: Week = every(8.5, 17.5, 5)
const weeks: Record<StationKind, readonly Week[]> = {
  community: [every(9, 18), officeWeek, every(8.5, 20), [...every(8, 20, 6).slice(0, 6), [600, 960]]],
  shared: [every(8, 21), every(7, 22), officeWeek],
  business: [every(7, 23), every(0, 24), every(9, 21.5)],
}
const always: Record<StationKind, readonly Facility[]> = {
  community: ['charging', 'water', 'rest', 'firstAid'],
  shared: ['charging', 'water', 'rest', 'toilet'],
  business: ['charging', 'water', 'cooling'],
}
const perhaps: Record<StationKind, readonly Facility[]> = {
  community: ['reading', 'showcase', 'law', 'hiring', 'microwave', 'fridge', 'toolBox', 'toilet', 'cooling'],
  shared: ['reading', 'microwave', 'firstAid', 'toolBox', 'hiring', 'cooling'],
  business: ['microwave', 'fridge', 'rest', 'firstAid', 'toilet'],
}
const shutWords = ['空调检修，明天开放', '场地消毒，今天暂停', '停电抢修中', '内部整修，月底恢复'] as const
const notices = [
  '本周有免费理发，周四下午来。',
  '姜汤已备好，自己动手。',
  '雨天路滑，雨衣在前台借。',
  '微波炉请轻开轻关。',
  '周六上午有安全骑行课。',
] as const
const levels: readonly SupplyLevel[] = ['enough', 'enough', 'low', 'out']

/** Facilities, hours and supplies drawn for a station of that kind; a third open by code round the clock. */
export function furnish(kind: StationKind, isFirst: boolean, now: number, random: Random) {
  const chance = (share: number) => random.between(0, 1) < share
  const offered = new Set<Facility>([
    ...always[kind],
    ...perhaps[kind].filter(() => chance(0.45)),
    ...(isFirst || chance(0.2) ? ['redemption' as const] : []),
  ])
  return {
    facilities: [...offered].reduce((bits, facility) => bits + bitOf(facility), 0),
    isSelfService: chance(0.34),
    week: random.pick(weeks[kind]),
    exceptions: chance(0.04) ? [exceptionAfter(now, random)] : [],
    shutWords: !isFirst && chance(0.02) ? random.pick(shutWords) : null,
    notice: chance(0.06) ? random.pick(notices) : '',
    ...(chance(0.25) && {
      supplies: drawSupplies(random),
      suppliesAt: now - Math.floor(random.between(1, 40) * HOUR_MS),
    }),
  }
}

function exceptionAfter(now: number, random: Random): Exception {
  const day = dayOf(now + Math.floor(random.between(1, 20)) * DAY_MS)
  return random.pick<Exception>([
    { day, span: null, words: '设备检修' },
    { day, span: [600, 900], words: '社区活动' },
    { day, span: [480, 1320], words: '延长开放' },
  ])
}

const drawSupplies = (random: Random): Partial<Record<Supply, SupplyLevel>> =>
  Object.fromEntries(supplies.map(supply => [supply, random.pick(levels)]))

import type { CityFigures, Counted, Speed } from '#shared/figures/schemas.ts'
import { isDay } from '#shared/kernel/day.ts'
import { percentOf } from '#shared/kernel/percent.ts'
import { addKept, shareOnTime } from '#shared/promises/rules.ts'

/** Said while all is counted from the beginning: the sums lack what is not counted yet. */
export const COUNTING = '正在重新统计，下面的数还不全，请过几分钟再看'

export const countText = (n: number): string => n.toLocaleString('zh-CN')
/** 87%, or — where there is nothing to divide. */
export const percent = (share: number | null): string => share === null ? '—' : `${percentOf(share)}%`
export const partText = ({ n, of }: { readonly n: number, readonly of: number }): string =>
  percent(of === 0 ? null : n / of)
/** The mean of scores from 1 to 5, or —; it is 5.0 or 1.0 only where all are. */
export function starsText({ n, scores }: { readonly n: number, readonly scores: number }): string {
  if (n === 0) return '—'
  const mean = scores / n
  const areEqual = mean === 1 || mean === 5
  return (areEqual ? mean : Math.min(4.9, Math.max(1.1, mean))).toFixed(1)
}

const HOUR = 60
const DAY = 24 * HOUR
/** 40 分钟, 5 小时, 3.5 天, as far as the server tells it; null for none. */
export function waitText(minutes: number | null): string {
  if (minutes === null) return '—'
  if (minutes < 2 * HOUR) return `${minutes} 分钟`
  if (minutes < 3 * DAY) return `${Math.round(minutes / HOUR * 10) / 10} 小时`
  return `${Math.round(minutes / DAY * 10) / 10} 天`
}

/** Whether a figure has rows to list: a zero or an unknown figure has none. */
export const hasRows = (text: number | string): boolean => text !== 0 && text !== '0' && text !== '—'

/** One figure of a view; behind it stand the rows of what it counts. */
export interface Told {
  readonly name: string
  readonly value: string
  readonly note?: string
  readonly of: Counted
  /**
   * The figure describes the present, whatever months are shown, so it can't be compared with another time.
   */
  readonly isNow?: true
}

const speedNote = ({ n, ninth }: Speed) => n === 0 ? '还没有' : `九成在 ${waitText(ninth)}内，共 ${countText(n)} 件`

/** The figures of one view by their names, as at the top of the page and in the month's sheet. */
export function headlines({ people, reports, voices, stations }: CityFigures): Told[] {
  const kept = addKept(reports.kept, voices)
  return [
    { name: '上报', value: countText(reports.filed), note: '这段时间收到的', of: 'filed' },
    {
      name: '按时办结率',
      value: percent(shareOnTime(kept)),
      note: `${countText(kept.onTime)} 件按时`,
      of: 'onTime',
    },
    { name: '超时未办', value: countText(kept.overdue), note: '到这段时间结束', of: 'overdue' },
    {
      name: '首次答复',
      value: waitText(reports.answered.median),
      note: speedNote(reports.answered),
      of: 'answered',
    },
    { name: '办结用时', value: waitText(reports.settled.median), note: speedNote(reports.settled), of: 'ended' },
    {
      name: '重新处理',
      value: partText(reports.reopened),
      note: `${countText(reports.reopened.n)} 件又打开过`,
      of: 'reopened',
    },
    {
      name: '满意度',
      value: starsText(reports.rated),
      note: `5 分为满，${countText(reports.rated.n)} 人评`,
      of: 'rated',
    },
    {
      name: '90 天内又坏',
      value: partText(reports.cameBack),
      note: `${countText(reports.cameBack.n)} 处`,
      of: 'cameBack',
    },
    {
      name: '已报到',
      value: countText(people.couriers + people.residents),
      note: '到现在',
      of: 'people',
      isNow: true,
    },
    { name: '新报到', value: countText(people.registered), note: '这段时间的', of: 'registered' },
    { name: '驿站', value: countText(stations.all), note: '到现在', of: 'stations', isNow: true },
    { name: '此刻开放的驿站', value: countText(stations.open), of: 'stationsOpen', isNow: true },
  ]
}

/** The figures of teams, activities and stations; for the whole city those of points too. */
export function others({ volunteering, points, stations }: CityFigures): Told[] {
  return [
    { name: '进站', value: countText(stations.visits), of: 'visits' },
    { name: '志愿小队', value: countText(volunteering.teams), of: 'teams', isNow: true },
    { name: '办成的活动', value: countText(volunteering.activities), of: 'activities' },
    { name: '参加人次', value: countText(volunteering.places), of: 'places' },
    ...points
      ? [
          { name: '发出积分', value: countText(points.issued), of: 'issued' as const },
          { name: '换掉积分', value: countText(points.spent), of: 'spent' as const },
          { name: '到期积分', value: countText(points.lapsed), of: 'lapsed' as const },
          { name: '收回积分', value: countText(points.takenBack), of: 'takenBack' as const },
          {
            name: '现在冻结',
            value: countText(points.held),
            note: '换了还没领',
            of: 'held' as const,
            isNow: true as const,
          },
        ]
      : [],
  ]
}

/** Reports by Shanghai's month, from the days that had any. */
export function monthsOf(days: CityFigures['reports']['days']) {
  const months = new Map<string, { month: string, filed: number, settled: number }>()
  for (const { day, filed, settled } of days) {
    const month = day.slice(0, 7)
    const sum = months.get(month) ?? { month, filed: 0, settled: 0 }
    months.set(month, { month, filed: sum.filed + filed, settled: sum.settled + settled })
  }
  return [...months.values()]
}

/** The count of every day of a month, from the 1st to the 31st; null for days that the month doesn't have. */
export function daysByMonth(days: CityFigures['reports']['days'], of: 'filed' | 'settled') {
  const counts = new Map(days.map(each => [each.day, each[of]]))
  return monthsOf(days).map(({ month, ...sums }) => ({
    month,
    sum: sums[of],
    days: Array.from({ length: MONTH_DAYS_MAX }, (_, at) => {
      const day = `${month}-${String(at + 1).padStart(2, '0')}`
      return isDay(day) ? { day, n: counts.get(day) ?? 0 } : null
    }),
  }))
}
export const MONTH_DAYS_MAX = 31

export const weekdays = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const
/** The same by the day of the week. */
export function weekOf(days: CityFigures['reports']['days']) {
  const sums = weekdays.map(name => ({ name, filed: 0, settled: 0 }))
  for (const { day, filed, settled } of days) {
    const sum = sums[(new Date(day).getUTCDay() + 6) % 7]!
    sum.filed += filed
    sum.settled += settled
  }
  return sums
}

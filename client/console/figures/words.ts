import type { CityFigures, Speed } from '#shared/figures/schemas.ts'
import { addKept, shareOnTime } from '#shared/promises/rules.ts'

export const countText = (n: number): string => n.toLocaleString('zh-CN')
/** 87%, or — where there is nothing to divide. */
export const percent = (share: number | null): string => share === null ? '—' : `${Math.round(share * 100)}%`
export const partText = ({ n, of }: { readonly n: number, readonly of: number }): string =>
  percent(of === 0 ? null : n / of)
export const starsText = ({ n, scores }: { readonly n: number, readonly scores: number }): string =>
  n === 0 ? '—' : (scores / n).toFixed(1)

const HOUR = 60
const DAY = 24 * HOUR
/** 40 分钟, 5 小时, 3.5 天, as far as the server tells it; null for none. */
export function waitText(minutes: number | null): string {
  if (minutes === null) return '—'
  if (minutes < 2 * HOUR) return `${minutes} 分钟`
  if (minutes < 3 * DAY) return `${Math.round(minutes / HOUR * 10) / 10} 小时`
  return `${Math.round(minutes / DAY * 10) / 10} 天`
}

/** One figure of a view. `to`: which rows stand behind it. */
export interface Told {
  readonly name: string
  readonly value: string
  readonly note?: string
  readonly to?: Rows
  /** As it is now, whatever months are shown: no other time has another. */
  readonly isNow?: true
}
/** Where the rows behind a figure are listed. */
type Rows = 'filed' | 'reopened' | 'cameBack' | 'overdue' | 'people' | 'stations' | 'volunteering' | 'points'

const speedNote = ({ n, ninth }: Speed) => n === 0 ? '还没有' : `九成在 ${waitText(ninth)}内`

/** What stands at the top, and in the month's sheet: the figures of one view, by their names. */
export function headlines({ people, reports, voices, stations }: CityFigures): Told[] {
  const kept = addKept(reports.kept, voices)
  return [
    { name: '上报', value: countText(reports.filed), note: '这段时间收到的', to: 'filed' },
    { name: '按时办结率', value: percent(shareOnTime(kept)), note: '按时 ÷（办结 + 超时未办）' },
    { name: '超时未办', value: countText(kept.overdue), note: '到这段时间结束', to: 'overdue' },
    { name: '首次答复', value: waitText(reports.answered.median), note: speedNote(reports.answered) },
    { name: '办结用时', value: waitText(reports.settled.median), note: speedNote(reports.settled) },
    {
      name: '重新处理',
      value: partText(reports.reopened),
      note: `${countText(reports.reopened.n)} 件又打开过`,
      to: 'reopened',
    },
    { name: '满意度', value: starsText(reports.rated), note: `5 分为满，${countText(reports.rated.n)} 人评` },
    {
      name: '90 天内又坏',
      value: partText(reports.cameBack),
      note: `${countText(reports.cameBack.n)} 处`,
      to: 'cameBack',
    },
    {
      name: '已报到',
      value: countText(people.couriers + people.residents),
      note: '到现在',
      to: 'people',
      isNow: true,
    },
    { name: '新报到', value: countText(people.registered), note: '这段时间的' },
    {
      name: '此刻开放的驿站',
      value: countText(stations.open),
      note: `共 ${countText(stations.all)} 个`,
      to: 'stations',
      isNow: true,
    },
  ]
}

/** Teams, activities and places; and of the city its points. */
export function others({ volunteering, points, stations }: CityFigures): Told[] {
  return [
    { name: '进站', value: countText(stations.visits), to: 'stations' },
    { name: '志愿小队', value: countText(volunteering.teams), to: 'volunteering', isNow: true },
    { name: '办成的活动', value: countText(volunteering.activities), to: 'volunteering' },
    { name: '参加人次', value: countText(volunteering.places), to: 'volunteering' },
    ...points
      ? [
          { name: '发出积分', value: countText(points.issued), to: 'points' as const },
          { name: '换掉积分', value: countText(points.spent), to: 'points' as const },
          { name: '到期积分', value: countText(points.lapsed), to: 'points' as const },
          { name: '收回积分', value: countText(points.takenBack), to: 'points' as const },
          {
            name: '现在冻结',
            value: countText(points.held),
            note: '换了还没领',
            to: 'points' as const,
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

const weekdays = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const
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

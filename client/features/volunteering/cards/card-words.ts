import type { CardLine, CardWords } from '#shared/volunteering/cards.ts'
import { dayOf } from '#shared/kernel/day.ts'

/** The lines of a card in the order shown, with their names in the list to pick from. */
export const lineNames: Record<CardLine, string> = {
  name: '姓名',
  hours: '服务时长',
  kinds: '参加过的活动',
  teams: '小队',
  thanks: '收到的感谢',
  since: '第一次服务',
}

const kindNames: Readonly<Record<string, string>> = {
  volunteering: '志愿活动',
  course: '课程',
  birthday: '生日会',
  talk: '恳谈会',
}

const hoursOf = (minutes: number) => `${Number((minutes / 60).toFixed(2))} 小时`
const monthOf = (since: string) => `${since.slice(0, 4)} 年 ${Number(since.slice(5))} 月`

/** What one line says; undefined where there is nothing to say. */
export function lineText(line: CardLine, words: CardWords): string | undefined {
  switch (line) {
    case 'name': return words.name
    case 'hours': return words.minutes ? hoursOf(words.minutes) : undefined
    case 'kinds': return words.kinds
      ?.map(({ kind, times }) => `${kindNames[kind] ?? '活动'} ${times} 次`)
      .join('，') || undefined
    case 'teams': return words.teams?.join('、') || undefined
    case 'thanks': return words.thanks ? `${words.thanks} 次` : undefined
    case 'since': return words.since && monthOf(words.since)
  }
}

/** 2026年11月29日 */
export function dateText(instant: number): string {
  const [year, month, day] = dayOf(instant).split('-').map(Number)
  return `${year}年${month}月${day}日`
}

/** The address that anybody may check a card at. */
export const checkUrl = (code: string): string => `${location.origin}/v/${code}`

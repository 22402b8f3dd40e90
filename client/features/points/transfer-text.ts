import type { IconName } from '#client/ui/icons.ts'
import type { Transfer } from '#shared/points/schemas.ts'
import type { InferOutput } from 'valibot'
import type { RouteLocationRaw } from 'vue-router'
import { timeNow } from '#client/app/device/now.ts'
import { clock, day, transferNames } from '#client/app/words/index.ts'
import { dayOf } from '#shared/kernel/day.ts'

type OneTransfer = InferOutput<typeof Transfer>
interface TransferLine {
  icon: IconName
  title: string
  when: string
  amount: string
  isGain: boolean
  to: RouteLocationRaw | undefined
}

const signed = (amount: number) => amount > 0 ? `+${amount}` : String(amount).replace('-', '−')

/** A transfer as a line. `isOpen`: its order has not been fetched yet. */
export function transferLine(transfer: OneTransfer, isOpen: boolean): TransferLine {
  const { kind, amount, reason, ref: id, postedAt } = transfer
  const isReport = reason.startsWith('reports.')
  const isLater = isReport && transfer.occurredOn !== dayOf(postedAt)
  return {
    icon: iconOf(reason),
    title: titleOf(transfer, isOpen),
    when: clock(postedAt) + (isLater ? ` · 拍摄于 ${day(transfer.occurredOn)}` : ''),
    amount: kind === 'settle' ? '已扣' : signed(amount),
    isGain: amount > 0,
    to: pageOf(reason, id),
  }
}

function iconOf(reason: OneTransfer['reason']): IconName {
  if (reason.startsWith('reports.')) return 'camera'
  if (reason.startsWith('mall.')) return 'gift'
  if (reason === 'activities.hours') return 'heart'
  return reason === 'points.lapsed' ? 'clock' : 'edit'
}

function pageOf(reason: OneTransfer['reason'], ref: string): RouteLocationRaw | undefined {
  if (reason.startsWith('reports.')) return { name: 'report', params: { id: ref } }
  if (reason.startsWith('mall.')) return { name: 'order', params: { id: ref } }
  // An activity's ref names the person and the minutes too.
  if (reason === 'activities.hours') return { name: 'activity', params: { id: ref.split('/')[0]! } }
  return undefined
}

function titleOf({ kind, reason, note }: OneTransfer, isOpen: boolean): string {
  switch (kind) {
    case 'hold': return `兑换${note}${isOpen ? '（待领取）' : ''}`
    case 'settle': return `领取${note}`
    case 'void': return `退回：${note}`
    case 'post': {
      if (reason === 'reports.accepted') return `上报${note ? ` ${note} ` : ''}被受理`
      return [transferNames[reason] ?? '积分变动', note].filter(Boolean).join('：')
    }
  }
  return '积分变动'
}

/** Transfers by the month they were posted in, newest first: 本月, 10月, 2025年12月. */
export function byMonth<Each extends { postedAt: number }>(
  transfers: readonly Each[],
  now = timeNow(),
): { month: string, rows: Each[] }[] {
  const months: { month: string, rows: Each[] }[] = []
  for (const each of transfers) {
    const month = monthText(dayOf(each.postedAt), dayOf(now))
    const last = months.at(-1)
    if (last?.month === month) last.rows.push(each)
    else months.push({ month, rows: [each] })
  }
  return months
}

function monthText(on: string, today: string): string {
  if (on.slice(0, 7) === today.slice(0, 7)) return '本月'
  const month = `${Number(on.slice(5, 7))}月`
  return on.slice(0, 4) === today.slice(0, 4) ? month : `${on.slice(0, 4)}年${month}`
}

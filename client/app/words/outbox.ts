import type { OutboxItem } from '#client/sync/outbox.ts'
import type { Trouble } from '#client/sync/store/schema.ts'
import type { OfflineCommandName } from '#shared/commands.ts'
import { ago } from './time.ts'

/** What a rider calls each thing that can wait on the phone; null for what needs no mention. */
const commandNames: Record<OfflineCommandName, string | null> = {
  'identity.register': '报到',
  'reports.file': '随手拍',
  'reports.amend': '修改上报',
  'reports.withdraw': '撤回上报',
  'reports.support': '我也看到了',
  'reports.answer': '回答问题',
  'reports.rate': '评价',
  'mall.redeem': '兑换',
  'mall.cancel': '取消兑换',
  'mall.handOver': '交付',
  'stations.checkIn': '进站',
  'stations.leave': '离站',
  'stations.recordEntry': '开门记录',
  'stations.reportFault': '驿站报修',
  'notices.read': null,
  'voices.complain': '投诉建议',
}

/** The name of a waiting command on the screen. */
export const commandWords = (name: string): string => commandNames[name as OfflineCommandName] ?? '其他'

/** Whether people care to see it wait; that a notice was read goes by quietly. */
export const isWorthShowing = ({ name }: { name: string }): boolean =>
  commandNames[name as OfflineCommandName] !== null

/** How far a waiting command has come. Never “sent” for what is only on this phone. */
export function waitingText({ state, progress }: Pick<OutboxItem, 'state' | 'progress'>): string {
  switch (state) {
    case 'waiting': return '待发送'
    case 'uploading': return `上传照片 ${Math.floor(progress * 100)}%`
    case 'sending': return '发送中'
    case 'signedOut': return '需登录'
  }
}

const troubles = {
  unreachable: '没连上，会自动再试。',
  serverBusy: '系统没能处理，会自动再试。',
  photoQuota: '试过，今天能传的照片用完了，明天自动发送。',
} satisfies Record<Trouble, string>

/** Why it still waits, when an attempt has failed. */
export function troubleText(
  {
    state,
    lastTroubleAt,
    attempts,
    trouble = 'unreachable',
  }: Pick<OutboxItem, 'state' | 'lastTroubleAt' | 'attempts' | 'trouble'>,
  now = Date.now(),
): string | null {
  if (state === 'signedOut') return '登录后自动发送，内容都在。'
  if (state !== 'waiting' || lastTroubleAt === undefined || attempts === 0) return null
  return `${ago(lastTroubleAt, now)}${troubles[trouble]}`
}

import type { InferOutput } from 'valibot'
import type { DailyCap, TransferReason } from './rules.ts'
import type { Transfer } from './schemas.ts'

/** Why points were transferred. */
export const transferNames: Record<TransferReason, string> = {
  'reports.accepted': '上报被受理',
  'mall.redeemed': '兑换',
  'mall.handedOver': '兑换',
  'mall.released': '兑换',
  'activities.hours': '志愿服务',
  'points.lapsed': '已到期',
  'points.corrected': '积分更正',
}

/** What a transfer did where “plus” and “minus” don't say it all; null for a plain posting. */
export const transferKindNames: Record<InferOutput<typeof Transfer>['kind'], string | null> = {
  post: null,
  hold: '冻结',
  settle: '已领取',
  void: '已退回',
}

const capNames: Record<DailyCap, string> = {
  'reports.lead': '随手拍',
  'reports.patrol': '商圈巡查',
  'activities.hours': '志愿服务',
}

/** A cap's name, also for one that only a newer server knows. */
export const capName = (cap: string): string => cap in capNames ? capNames[cap as DailyCap] : '这一项'

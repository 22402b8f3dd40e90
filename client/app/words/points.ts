import type { DailyCap } from '#shared/points/rules.ts'

export { transferKindNames, transferNames } from '#shared/points/names.ts'

const capNames: Record<DailyCap, string> = {
  'reports.lead': '随手拍',
  'reports.patrol': '商圈巡查',
  'activities.hours': '志愿服务',
}

/** A cap's name, also for one that only a newer server knows. */
export const capName = (cap: string): string => cap in capNames ? capNames[cap as DailyCap] : '这一项'

import type { RulingKey } from './schemas.ts'
import type { TemplateUse } from './templates.ts'
import { capName } from '#shared/points/names.ts'
import { dailyCaps } from '#shared/points/rules.ts'
import { kindNames } from '#shared/reports/names.ts'
import { reportKinds } from '#shared/reports/rules.ts'

/** What each ruling is called. */
export const rulingTitles: Record<RulingKey, string> = {
  limits: '办理时限',
  points: '上报积分',
  volunteering: '志愿积分',
  caps: '每日积分上限',
  routing: '派单规则',
  templates: '常用语模板',
  thresholds: '提醒与督办',
  voices: '同感人数',
  exchange: '数据交换',
  retention: '保存期限',
}

export const useNames: Record<TemplateUse, string> = {
  asked: '追问',
  declined: '不受理',
  assigned: '派单',
  planned: '排期',
  unable: '无法处理',
  resolved: '处理结果',
}

export interface NumberField { readonly name: string, readonly label: string, readonly unit: string }

/** The rulings that are numbers, and what each number says. */
export const numberFields: Partial<Record<RulingKey, readonly NumberField[]>> = {
  points: reportKinds.map(kind => ({ name: kind, label: kindNames[kind], unit: '分' })),
  caps: dailyCaps.map(cap => ({ name: cap, label: capName(cap), unit: '分' })),
  volunteering: [{ name: 'pointsPerHour', label: '志愿服务一小时', unit: '分' }],
  thresholds: [
    { name: 'questionDays', label: '追问没有回答，转回工作台', unit: '天后' },
    { name: 'overduePercent', label: '提醒单位和社区，到时限的', unit: '%' },
    { name: 'raisedPercent', label: '报市级督办，到时限的', unit: '%' },
    { name: 'handBacks', label: '报市级督办，被退回', unit: '次' },
  ],
  retention: [
    { name: 'declinedDays', label: '不受理、撤回的上报', unit: '天' },
    { name: 'settledDays', label: '办结的上报', unit: '天' },
    { name: 'sealedPhotoDays', label: '遮挡前的原图', unit: '天' },
  ],
}

import type { IconName } from '#client/ui/icons.ts'
import type { RulingKey, RulingValue } from '#shared/rulings/schemas.ts'
import type { TemplateUse } from '#shared/rulings/templates.ts'
import { capName, kindNames } from '#client/app/words/index.ts'
import { dailyCaps } from '#shared/points/rules.ts'
import { reportKinds } from '#shared/reports/rules.ts'

/** What each ruling is called, and what it decides. */
export const rulingNames: Record<RulingKey, { title: string, hint: string, icon: IconName }> = {
  limits: { title: '办理时限', hint: '各类上报多久办结', icon: 'clock' },
  points: { title: '上报积分', hint: '受理后得多少积分', icon: 'star' },
  volunteering: { title: '志愿积分', hint: '服务一小时得多少积分', icon: 'heart' },
  caps: { title: '每日积分上限', hint: '每人每天最多得多少', icon: 'gift' },
  routing: { title: '派单规则', hint: '哪类、哪里派给谁', icon: 'send' },
  templates: { title: '常用语模板', hint: '追问、派单、办结时选用', icon: 'draft' },
  thresholds: { title: '提醒与督办', hint: '到什么时候提醒谁', icon: 'bell' },
  voices: { title: '同感人数', hint: '多少人同感就必须答复', icon: 'voice' },
  exchange: { title: '数据交换', hint: '导出给 12345、城管的表格列', icon: 'list' },
  retention: { title: '保存期限', hint: '多久后去掉人和照片', icon: 'shield' },
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

export type AnyValue = RulingValue<RulingKey>

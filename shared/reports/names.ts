import type { ReportKind, ReportState } from './rules.ts'

/** The name of each kind; the server writes it into a report's history. */
export const kindNames: Record<ReportKind, string> = {
  environment: '环境风险',
  hazard: '安全隐患',
  security: '治安线索',
  warning: '异常预警',
  emergency: '突发事件',
  patrol: '商圈巡查',
  other: '其他',
}

/** The name of each state for the reporter. */
export const stateNames: Record<ReportState, string> = {
  filed: '待受理',
  accepted: '已受理',
  assigned: '已派单',
  working: '处理中',
  resolved: '已处理',
  closed: '已办结',
  declined: '未受理',
  unable: '无法处理',
  merged: '已合并',
  withdrawn: '已撤回',
}

/** The name of each state at the desk, where a resolved report still waits for its reporter. */
export const deskStateNames: Record<ReportState, string> = { ...stateNames, resolved: '待确认' }

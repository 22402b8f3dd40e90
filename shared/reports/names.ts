import type { ReportKind } from './rules.ts'

/** What people call each kind; the server writes it into a report's history. */
export const kindNames: Record<ReportKind, string> = {
  environment: '环境风险',
  hazard: '安全隐患',
  security: '治安线索',
  warning: '异常预警',
  emergency: '突发事件',
  patrol: '商圈巡查',
  other: '其他',
}

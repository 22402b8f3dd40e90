import type { deskViews } from '#shared/reports/desk-schemas.ts'
import type { QueueCause } from './schemas.ts'

export const queueViewNames: Record<(typeof deskViews)[number], string> = {
  todo: '待办',
  running: '处理中',
  done: '已办结',
}
/** The names of the causes, as the queue shows them. */
export const causeNames: Record<QueueCause, string> = {
  emergency: '突发',
  overdue: '超时',
  soon: '将到期',
  reopened: '重新处理',
  back: '退回、已答',
  flagged: '存疑',
  new: '新上报',
  running: '处理中',
}

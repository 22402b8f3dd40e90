import type { AnnouncementKind, AnnouncementStage } from './rules.ts'

export const announcementKindNames: Record<AnnouncementKind, string> = { notice: '通知', alert: '预警' }
export const announcementStageNames: Record<AnnouncementStage, string> = {
  coming: '还没开始',
  on: '生效中',
  over: '已结束',
}

import type { RefusalSentences } from '#client/app/feature.ts'
import type { AnnouncementsRefusal } from '#shared/announcements/refusals.ts'

export const refusals: RefusalSentences<AnnouncementsRefusal> = {
  'announcements.unknown': () => '没有找到这条通知。',
  'announcements.notYours': () => '这个区域不归你管，请选你负责的社区或街道。',
  'announcements.timesWrong': () => '时间不对：结束要在开始和现在之后，最长 92 天，92 天内开始。',
  'announcements.areaWrong': () => '没有这个区域，请重新选。',
  'announcements.over': () => '这条通知已经结束，不能再改，请另发一条。',
}

import type { RefusalSentences } from '#client/app/feature.ts'
import type { NoticesRefusal } from '#shared/notices/refusals.ts'

export const refusals: RefusalSentences<NoticesRefusal> = {
  'notices.endpointRefused': () => '这个浏览器不支持推送，消息会在“消息”里显示。',
}

import type { RefusalSentences } from '#client/app/feature.ts'
import type { NoticesRefusal } from '#shared/notices/refusals.ts'

export const refusals: RefusalSentences<NoticesRefusal> = {
  'notices.endpointRefused': () => '这个浏览器的推送服务用不了，消息仍会在这里显示。',
}

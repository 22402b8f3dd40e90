import type { RefusalSentences } from '#client/app/feature.ts'
import type { VoicesRefusal } from '#shared/voices/refusals.ts'

export const refusals: RefusalSentences<VoicesRefusal> = {
  'voices.unknown': () => '没有找到这条投诉建议。',
  'voices.idTaken': () => '没有提交成功，请再提交一次。',
}

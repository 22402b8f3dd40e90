import type { RefusalSentences } from '#client/app/feature.ts'
import type { IdentityRefusal } from '#shared/identity/refusals.ts'

export const refusals: RefusalSentences<IdentityRefusal> = {
  'identity.consentMissing': () => '请先阅读并同意最新的隐私说明。',
  'identity.areaUnknown': () => '没有找到这个社区，请重新选择。',
}

import type { OutboxItem, Trouble } from '#client/sync/outbox.ts'
import { ago } from '#client/app/words/index.ts'

const troubles: Record<Trouble, string> = {
  unreachable: '没连上，会自动再试。',
  serverBusy: '系统没能处理，会自动再试。',
  photoQuota: '试过，今天能传的照片用完了，明天自动发送。',
}

type Attempted = Pick<OutboxItem, 'state' | 'lastTroubleAt' | 'attempts' | 'trouble'>
/** Why a command still waits, if an attempt has failed. */
export function troubleText(
  { state, lastTroubleAt, attempts, trouble = 'unreachable' }: Attempted,
  now = Date.now(),
): string | null {
  if (state === 'signedOut') return '登录后自动发送，内容都在。'
  if (state !== 'waiting' || lastTroubleAt === undefined || attempts === 0) return null
  return `${ago(lastTroubleAt, now)}${troubles[trouble]}`
}

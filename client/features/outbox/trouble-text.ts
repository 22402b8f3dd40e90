import type { OutboxItem, Trouble } from '#client/sync/outbox.ts'
import { byServer, timeNow } from '#client/app/device/now.ts'
import { ago, clock } from '#client/app/words/index.ts'

const troubles: Record<Exclude<Trouble, 'tooOften'>, string> = {
  unreachable: '没连上，会自动再试',
  serverBusy: '系统没能处理，会自动再试',
  factorMissing: '先设好动态码，再自动发送',
  photoQuota: '试过，今天能传的照片用完了，明天自动发送',
}

type Attempted = Pick<OutboxItem, 'state' | 'lastTroubleAt' | 'attempts' | 'trouble' | 'heldUntil'>
/** Why a command still waits, if an attempt has failed. */
export function troubleText(
  { state, lastTroubleAt, attempts, trouble = 'unreachable', heldUntil = 0 }: Attempted,
  now = timeNow(),
): string | null {
  if (state === 'signedOut') return '登录后自动发送，内容都在'
  if (state !== 'waiting' || lastTroubleAt === undefined || attempts === 0) return null
  if (trouble === 'tooOften') return `这类内容发得太多了，${clock(byServer(heldUntil), now)} 以后自动发送`
  return `${ago(byServer(lastTroubleAt), now)}${troubles[trouble]}`
}

import type { LiveReply } from '#client/sync/sending/send-now.ts'
import { photoRefusals } from '#shared/media/schemas.ts'
import { refusalText } from './index.ts'

/** Why a live command was not done, as one sentence; null when it was. */
export function failureText(reply: LiveReply): string | null {
  if (reply === 'unreachable') {
    return navigator.onLine
      ? '没有收到回应，可能没有发出去。写好的内容还在，请再点一次。'
      : '没有网络，没有发出去。写好的内容还在，有网后再点一次。'
  }
  if (reply === 'signedOut') return '登录已过期，请重新登录。写好的内容还在。'
  if (reply.status === 'accepted') return null
  if (reply.status === 'retry') return '系统正忙，请再点一次。'
  if (reply.status === 'malformed') return refusalText({ code: 'malformed', issues: reply.issues })
  const { refusal } = reply
  return 'hash' in refusal ? photoRefusals[refusal.code] : refusalText(refusal)
}

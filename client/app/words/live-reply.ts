import type { Told } from '#client/sync/sending/send.ts'
import { photoRefusals } from '#shared/media/schemas.ts'
import { refusalText } from './index.ts'

/** Why a live command was not done, as one sentence; null when it was. */
export function failureText(told: Told | 'unreachable' | 'signedOut'): string | null {
  if (told === 'unreachable') {
    return navigator.onLine
      ? '没有收到回应，可能没有发出去。写好的内容还在，请再点一次。'
      : '没有网络，没有发出去。写好的内容还在，有网后再点一次。'
  }
  if (told === 'signedOut') return '登录已过期，请重新登录。写好的内容还在。'
  if (told.status === 'accepted') return null
  if (told.status === 'retry') return '系统正忙，请再点一次。'
  if (told.status === 'malformed') return refusalText({ code: 'malformed', issues: told.issues })
  const { refusal } = told
  return 'hash' in refusal ? photoRefusals[refusal.code] : refusalText(refusal)
}

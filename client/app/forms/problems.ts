import type { LiveReply, MalformedError } from '#client/sync/outbox.ts'
import { photoRefusals } from '#shared/media/schemas.ts'
import { malformedText } from '../words/fields.ts'
import { refusalText } from '../words/refusals.ts'

/** Why a command sent live was not done, as a sentence; empty when it was. */
export function failureText(reply: LiveReply): string {
  if (reply === 'unreachable') {
    return navigator.onLine
      ? '没有收到回应，可能没有发出去。写好的内容还在，请再点一次。'
      : '没有网络，没有发出去。写好的内容还在，有网后再点一次。'
  }
  if (reply === 'signedOut') return '登录已过期，请重新登录。写好的内容还在。'
  if (reply.status === 'accepted') return ''
  if (reply.status === 'retry')
    return reply.refusal ? `${refusalText(reply.refusal)}写好的内容还在。` : '系统正忙，请再点一次。'
  if (reply.status === 'malformed') return refusalText({ code: 'malformed', issues: reply.issues })
  const { refusal } = reply
  return 'hash' in refusal ? photoRefusals[refusal.code] : refusalText(refusal)
}

/** Why something could not be saved on the phone, as a sentence; `advice`: what else can be done. */
export function saveFailureText(failure: unknown, advice = ''): string {
  const { name, message } = failure instanceof Error ? failure : new Error('unknown')
  if (name === 'InputProblem') return message
  if (isMalformed(failure)) return malformedText(failure.issues)
  return name === 'StorageFullError'
    ? `手机空间满了，没有保存。内容还在这一页：清理空间后再试${advice}。`
    : '没有保存成功，内容还在这一页，请再试一次。'
}

const isMalformed = (failure: unknown): failure is MalformedError =>
  failure instanceof Error && failure.name === 'MalformedError'

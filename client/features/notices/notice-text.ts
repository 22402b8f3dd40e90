import type { Notice } from '#shared/notices/schemas.ts'
import { noticeFace } from '#client/app/registry.ts'

type Facts = Pick<Notice, 'kind' | 'number' | 'words' | 'points'>

/**
 * A notice as a line; a newer server may send a kind that this app has no sentence for. `title`: what it is
 * about, where the phone knows more than the number.
 */
export function noticeText({ kind, number, words, points }: Facts, title?: string): string {
  const named = (what: string) =>
    title === undefined ? number === null ? `你的${what}` : `${what} #${number} ` : `“${title}”`
  const facts = {
    report: named('上报'),
    order: named('兑换'),
    subject: title ?? (number === null ? '' : `#${number}`),
    detail: words ? `：${words}` : '',
    points: points ?? 0,
  }
  return noticeFace(kind)?.text(facts) ?? '有一条新消息'
}

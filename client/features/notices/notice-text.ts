import type { Notice } from '#shared/notices/schemas.ts'
import { noticeFace } from '#client/app/registry.ts'

type Facts = Pick<Notice, 'kind' | 'number' | 'words' | 'points'>

/** A notice as a line; a newer server may send a kind that this app has no sentence for. */
export function noticeText({ kind, number, words, points }: Facts): string {
  const facts = {
    report: number === null ? '你的上报' : `上报 #${number} `,
    order: number === null ? '你的兑换' : `兑换 #${number} `,
    detail: words ? `：${words}` : '',
    points: points ?? 0,
  }
  return noticeFace(kind)?.text(facts) ?? '有一条新消息'
}

import { day } from '#client/app/words/index.ts'
import { dayOf } from '#shared/kernel/day.ts'

interface Term {
  readonly from: number
  readonly until: number | null
  readonly endedAt: number | null
}

/** From when until when a post holds, in days: 11月3日 周二起，长期. */
export function termText({ from, until, endedAt }: Term, now = Date.now()): string {
  const begins = day(dayOf(from), now)
  if (endedAt !== null) return `${begins} 到 ${day(dayOf(endedAt), now)}`
  if (until !== null) return `${begins} 到 ${day(dayOf(until - 1), now)}`
  return `${begins}起，长期`
}

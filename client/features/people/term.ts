import { timeNow } from '#client/app/device/now.ts'
import { day } from '#client/app/words/index.ts'
import { dayOf } from '#shared/kernel/day.ts'

interface Term {
  readonly from: number
  readonly until: number | null
  readonly endedAt: number | null
}

/** The beginning of posts from before terms existed, whose real beginning is unknown. */
const UNKNOWN = 0

/** From when until when a post holds, in days: 11月3日 周二起，长期. */
export function termText({ from, until, endedAt }: Term, now = timeNow()): string {
  const begins = from === UNKNOWN ? '' : day(dayOf(from), now)
  const ends = endedAt ?? (until === null ? null : until - 1)
  if (ends === null) return begins === '' ? '长期' : `${begins}起，长期`
  return `${begins} 到 ${day(dayOf(ends), now)}`.trim()
}

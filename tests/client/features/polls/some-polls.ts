import type { PollBrief, PollView } from '#shared/polls/schemas.ts'

export const HOUR_MS = 3_600_000
const id = (digit: number) => `01900000-0000-7000-8000-00000000f${digit}00`

/** A secret poll that began an hour ago and in which one may vote. */
export function brief(more: Partial<PollBrief> = {}): PollBrief {
  const now = Date.now()
  const endsAt = more.endsAt ?? now + 20 * HOUR_MS
  return {
    id: id(1),
    question: '充电柜装在哪里？',
    areaId: '420103006003',
    areaName: '江汉区 · 花楼街道 · 永丰社区居委会',
    ballot: 'secret',
    state: 'published',
    startsAt: now - HOUR_MS,
    endsAt,
    countsAt: endsAt + 2 * HOUR_MS,
    turnout: 12,
    entitled: 143,
    outcome: null,
    hasVoted: false,
    whyNot: null,
    ...more,
  }
}

const option = (text: string, votes: number | null = null, names: string[] | null = null) =>
  ({ text, place: null, votes, names })

export const poll = (more: Partial<PollView> = {}): PollView => ({
  ...brief(more),
  words: '',
  options: [option('地铁口'), option('菜场边')],
  audience: 'everyone',
  works: [],
  companies: [],
  quorum: 0,
  version: 3,
  changedAt: 1,
  madeBy: '社区小赵',
  endWords: null,
  runs: false,
  ...more,
})

/** The same, counted. */
export const counted = (more: Partial<PollView> = {}): PollView => poll({
  state: 'counted',
  outcome: 'shown',
  endsAt: Date.now() - 3 * HOUR_MS,
  options: [option('地铁口', 9), option('菜场边', 3)],
  ...more,
})
export { option }

import type { WhyNot } from './rules.ts'

export type PollsRefusal =
  | { code: 'polls.unknown' }
  | { code: 'polls.notYours' }
  | { code: 'polls.timesWrong' }
  | { code: 'polls.placeWrong' }
  | { code: 'polls.begun' } // The poll has begun, and its question never changes after that.
  | { code: 'polls.notBegun' }
  | { code: 'polls.hasVotes' }
  | { code: 'polls.cancelled', words: string }
  | { code: 'polls.over', at: number } // The vote was cast after the end, or arrived after the counting.
  | { code: 'polls.running' } // For the counting task: the poll may not be counted yet.
  | { code: 'polls.changed' } // The options were changed since they were shown.
  | { code: 'polls.notEntitled', why: WhyNot }
  | { code: 'polls.voted' }

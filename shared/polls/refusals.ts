import type { WhyNot } from './rules.ts'

export type PollsRefusal =
  | { code: 'polls.unknown' }
  | { code: 'polls.idTaken' }
  | { code: 'polls.notYours' }
  | { code: 'polls.timesWrong' }
  | { code: 'polls.placeWrong' }
  | { code: 'polls.begun' } // What is voted on never changes.
  | { code: 'polls.notBegun' }
  | { code: 'polls.hasVotes' }
  | { code: 'polls.cancelled', words: string }
  | { code: 'polls.over', at: number } // The vote was cast after the end, or arrived after the counting.
  | { code: 'polls.running' } // To the clock, which may not count yet.
  | { code: 'polls.changed' } // The options are not those that were shown.
  | { code: 'polls.notEntitled', why: WhyNot }
  | { code: 'polls.voted' }

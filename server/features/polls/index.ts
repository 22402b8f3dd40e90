import type { Feature } from '#server/sync/feature.ts'
import type { pollsCommands, pollsQueries } from '#shared/polls/commands.ts'
import { deskPolls, exportVotes, findAsked, onePoll, openPolls } from './answers.ts'
import { countPoll, countPolls } from './count.ts'
import { cancelPoll, closePoll, publishPoll } from './run-poll.ts'
import { vote } from './vote.ts'

export const pollsFeature = {
  commands: {
    'polls.publish': publishPoll,
    'polls.close': closePoll,
    'polls.cancel': cancelPoll,
    'polls.vote': vote,
    'polls.count': countPoll,
  },
  queries: {
    'polls.open': openPolls,
    'polls.one': onePoll,
    'polls.desk': deskPolls,
  },
  tasks: {
    countPolls: { when: '25 * * * * *', run: countPolls, isDueAtStart: true },
  },
  photos: null,
  // A vote can't be removed from the box, and the voter stays as an account without a name.
  personal: { export: { votes: exportVotes }, erase: null },
  links: { poll: findAsked },
} satisfies Feature<keyof typeof pollsCommands, keyof typeof pollsQueries>

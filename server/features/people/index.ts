import type { Feature } from '#server/sync/feature.ts'
import type { peopleCommands, peopleQueries } from '#shared/people/commands.ts'
import { cityActs } from './city-acts.ts'
import { cityUnits, linkUnit } from './city-units.ts'
import { confirmPost } from './confirm-post.ts'
import { endPost } from './end-post.ts'
import { findPeople } from './find-people.ts'
import { givePost } from './give-post.ts'
import { importPosts } from './import-posts.ts'
import { nudgeTerms } from './notices.ts'
import { onePerson } from './one-person.ts'
import { pendingPosts } from './pending-posts.ts'
import { askReset, decideReset } from './reset-factor.ts'
import { restorePerson, suspendPerson } from './suspend-person.ts'

export const peopleFeature = {
  commands: {
    'people.give': givePost,
    'people.end': endPost,
    'people.confirm': confirmPost,
    'people.suspend': suspendPerson,
    'people.restore': restorePerson,
    'people.askReset': askReset,
    'people.decideReset': decideReset,
    'people.linkUnit': linkUnit,
    'people.import': importPosts,
  },
  queries: {
    'people.find': findPeople,
    'people.one': onePerson,
    'people.acts': cityActs,
    'people.pending': pendingPosts,
    'people.units': cityUnits,
  },
  // After the task of stations that removes a former keeper's own number.
  tasks: { nudgeTerms: { when: '35 * * * * *', run: nudgeTerms } },
  photos: null,
  // Posts are exported and ended by `core/posts`.
  personal: { export: {}, erase: null },
} satisfies Feature<keyof typeof peopleCommands, keyof typeof peopleQueries>

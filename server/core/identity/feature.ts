import type { Feature } from '#server/sync/feature.ts'
import type { identityCommands, identityQueries } from '#shared/identity/commands.ts'
import { me } from './me.ts'
import { endSessionsWith, mySessions } from './my-sessions.ts'
import { deleteMeWith, exportOf } from './personal.ts'
import { register } from './register.ts'

/**
 * The feature identity. `others`: the features whose personal data it exports and erases, and that sign
 * devices out.
 */
export const identityFeature = (others: readonly Pick<Feature, 'personal'>[]) => ({
  commands: {
    'identity.register': register,
    'identity.endSessions': endSessionsWith(others.map(({ personal }) => personal)),
    'identity.deleteMe': deleteMeWith(others.map(({ personal }) => personal)),
  },
  queries: {
    'identity.me': me,
    'identity.sessions': mySessions,
    'identity.export': exportOf(others.map(({ personal }) => personal)),
  },
  tasks: {},
  photos: null,
  personal: { export: {}, erase: null },
}) satisfies Feature<keyof typeof identityCommands, keyof typeof identityQueries>

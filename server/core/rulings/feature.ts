import type { Feature } from '#server/sync/feature.ts'
import type { rulingsCommands, rulingsQueries } from '#shared/rulings/commands.ts'
import { setRuling } from './set-ruling.ts'
import { cityRules, deskTemplates, oneRuling, routeUnits, rulingBook, rulingHistory } from './show-rulings.ts'

export const rulingsFeature = {
  commands: { 'rulings.set': setRuling },
  queries: {
    'rulings.inForce': cityRules,
    'rulings.templates': deskTemplates,
    'rulings.book': rulingBook,
    'rulings.history': rulingHistory,
    'rulings.one': oneRuling,
    'rulings.units': routeUnits,
  },
  tasks: {},
  photos: null,
  // A ruling belongs to the city; the export of somebody's acts says that they made it.
  personal: { export: {}, erase: null },
} satisfies Feature<keyof typeof rulingsCommands, keyof typeof rulingsQueries>

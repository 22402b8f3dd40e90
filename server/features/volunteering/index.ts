import type { Feature } from '#server/sync/feature.ts'
import type { volunteeringCommands, volunteeringQueries } from '#shared/volunteering/commands.ts'

const notBuilt = (): never => {
  throw new Error('not built')
}

export const volunteeringFeature = {
  commands: {
    'teams.found': notBuilt,
    'teams.ask': notBuilt,
    'teams.admit': notBuilt,
    'teams.remove': notBuilt,
    'teams.leave': notBuilt,
    'activities.draft': notBuilt,
    'activities.publish': notBuilt,
    'activities.repeat': notBuilt,
    'activities.callOff': notBuilt,
    'activities.signUp': notBuilt,
    'activities.leave': notBuilt,
    'activities.accept': notBuilt,
    'activities.remove': notBuilt,
    'activities.message': notBuilt,
    'activities.lapse': notBuilt,
    'activities.attend': notBuilt,
    'activities.finish': notBuilt,
    'activities.correct': notBuilt,
    'activities.approveCorrection': notBuilt,
    'activities.close': notBuilt,
    'activities.forgetMissed': notBuilt,
    'activities.resetCalendar': notBuilt,
    'cards.make': notBuilt,
    'cards.withdraw': notBuilt,
    'lanes.note': notBuilt,
    'birthdays.keep': notBuilt,
    'birthdays.forget': notBuilt,
    'birthdays.invite': notBuilt,
  },
  queries: {
    'teams.near': notBuilt,
    'teams.one': notBuilt,
    'activities.open': notBuilt,
    'activities.mine': notBuilt,
    'activities.one': notBuilt,
    'activities.roll': notBuilt,
    'activities.codeKey': notBuilt,
    'activities.calendar': notBuilt,
    'cards.mine': notBuilt,
    'cards.check': notBuilt,
    'lanes.mine': notBuilt,
    'birthdays.mine': notBuilt,
  },
  tasks: {},
  photos: null,
  personal: { export: {}, erase: null },
} satisfies Feature<keyof typeof volunteeringCommands, keyof typeof volunteeringQueries>

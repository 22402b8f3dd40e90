import type { Feature } from '#server/sync/feature.ts'
import type { volunteeringCommands, volunteeringQueries } from '#shared/volunteering/commands.ts'
import { attend } from './attending/attend.ts'
import { codeKeys } from './attending/code-key.ts'
import { correctHours, decideHours } from './attending/correct-hours.ts'
import { closeActivity, finishActivity } from './attending/finish.ts'
import { forgetNoShows } from './attending/no-shows.ts'
import { eraseAttending, exportAttending, maySeePhoto } from './attending/personal.ts'
import { activityRoll } from './attending/roll.ts'
import { closeActivities, forgetOldNoShows } from './attending/tasks.ts'

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
    'activities.attend': attend,
    'activities.finish': finishActivity,
    'activities.correct': correctHours,
    'activities.approveCorrection': decideHours,
    'activities.close': closeActivity,
    'activities.forgetMissed': forgetNoShows,
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
    'activities.roll': activityRoll,
    'activities.codeKey': codeKeys,
    'activities.calendar': notBuilt,
    'cards.mine': notBuilt,
    'cards.check': notBuilt,
    'lanes.mine': notBuilt,
    'birthdays.mine': notBuilt,
  },
  tasks: {
    closeActivities: { when: '20 */5 * * * *', run: closeActivities },
    forgetNoShows: { when: '0 20 4 * * *', run: forgetOldNoShows },
  },
  photos: maySeePhoto,
  personal: {
    export: { attending: exportAttending },
    erase: async (context) => {
      await eraseAttending(context)
    },
  },
} satisfies Feature<keyof typeof volunteeringCommands, keyof typeof volunteeringQueries>

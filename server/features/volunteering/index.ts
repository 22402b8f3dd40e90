import type { Feature } from '#server/sync/feature.ts'
import type { volunteeringCommands, volunteeringQueries } from '#shared/volunteering/commands.ts'
import { CALENDAR_PATH } from '#shared/volunteering/activities.ts'
import { myActivities, oneActivity, openActivities } from './activities/answers.ts'
import { deskActivities } from './activities/desk.ts'
import { findPublished } from './activities/linked.ts'
import { discardDraft, draftActivity, publishActivity, repeatActivity } from './activities/plan.ts'
import { acceptPlace, leaveActivity, signUpForActivity } from './activities/sign-up.ts'
import {
  callOff,
  lapseAndFill,
  lapseOffersOf,
  messageThem,
  readmitTo,
  removeFrom,
} from './activities/steer.ts'
import { attend } from './attending/attend.ts'
import { codeKeys } from './attending/code-key.ts'
import { correctHours, decideHours } from './attending/correct-hours.ts'
import { closeActivity, finishActivity, removePhoto } from './attending/finish.ts'
import { closeActivities, forgetNoShows, forgetOldNoShows } from './attending/no-shows.ts'
import { activityRoll } from './attending/roll.ts'
import { erasePatrols, exportPatrols, myBeats, notePatrol, patrols } from './beats/beats.ts'
import {
  eraseBirthday,
  exportBirthday,
  forgetBirthday,
  keepBirthday,
  myBirthday,
} from './birthdays/birthdays.ts'
import { inviteForMonth, inviteToBirthdays } from './birthdays/invite.ts'
import { calendarFeed, calendarLink, eraseCalendar, exportCalendar, resetCalendar } from './calendar/feed.ts'
import { checkCard, eraseCards, exportCards, makeCard, myCards, withdrawCard } from './cards/cards.ts'
import { eraseAttending, eraseSignups, exportAttending, exportSignups, maySeePhoto } from './personal.ts'
import {
  admitToTeam,
  askTeam,
  eraseCaptain,
  foundTeam,
  leaveTeam,
  removeFromTeam,
} from './teams/change-team.ts'
import { oneTeam, teamsNear } from './teams/show-teams.ts'

export const volunteeringFeature = {
  commands: {
    'teams.found': foundTeam,
    'teams.ask': askTeam,
    'teams.admit': admitToTeam,
    'teams.remove': removeFromTeam,
    'teams.leave': leaveTeam,
    'activities.draft': draftActivity,
    'activities.publish': publishActivity,
    'activities.discard': discardDraft,
    'activities.repeat': repeatActivity,
    'activities.callOff': callOff,
    'activities.signUp': signUpForActivity,
    'activities.leave': leaveActivity,
    'activities.accept': acceptPlace,
    'activities.remove': removeFrom,
    'activities.readmit': readmitTo,
    'activities.message': messageThem,
    'activities.lapse': lapseOffersOf,
    'activities.attend': attend,
    'activities.finish': finishActivity,
    'activities.removePhoto': removePhoto,
    'activities.correct': correctHours,
    'activities.approveCorrection': decideHours,
    'activities.close': closeActivity,
    'activities.forgetMissed': forgetNoShows,
    'activities.resetCalendar': resetCalendar,
    'cards.make': makeCard,
    'cards.withdraw': withdrawCard,
    'beats.note': notePatrol,
    'birthdays.keep': keepBirthday,
    'birthdays.forget': forgetBirthday,
    'birthdays.invite': inviteForMonth,
  },
  queries: {
    'teams.near': teamsNear,
    'teams.one': oneTeam,
    'activities.open': openActivities,
    'activities.mine': myActivities,
    'activities.one': oneActivity,
    'activities.desk': deskActivities,
    'activities.roll': activityRoll,
    'activities.codeKey': codeKeys,
    'activities.calendar': calendarLink,
    'cards.mine': myCards,
    'cards.check': checkCard,
    'beats.mine': myBeats,
    'beats.patrols': patrols,
    'birthdays.mine': myBirthday,
  },
  tasks: {
    lapseOffers: { when: '40 * * * * *', run: lapseAndFill, isDueAtStart: true },
    closeActivities: { when: '20 */5 * * * *', run: closeActivities },
    forgetNoShows: { when: '0 20 4 * * *', run: forgetOldNoShows },
    inviteToBirthdays: { when: '0 30 9 25-31 * *', run: inviteToBirthdays },
  },
  photos: maySeePhoto,
  personal: {
    export: {
      signups: exportSignups,
      attending: exportAttending,
      patrols: exportPatrols,
      calendar: exportCalendar,
      birthday: exportBirthday,
      cards: exportCards,
    },
    erase: async (context) => {
      await eraseCaptain(context)
      await eraseSignups(context)
      await eraseAttending(context)
      await erasePatrols(context)
      await eraseCalendar(context)
      await eraseBirthday(context)
      await eraseCards(context)
    },
  },
  feeds: { [CALENDAR_PATH]: calendarFeed },
  links: { activity: findPublished },
} satisfies Feature<keyof typeof volunteeringCommands, keyof typeof volunteeringQueries>

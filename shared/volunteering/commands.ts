import type { CommandSpecs, QuerySpecs } from '#shared/sync/specs.ts'
import { beatKinds } from '#shared/identity/posts.ts'
import { anyone, everyone } from '#shared/identity/roles.ts'
import { Nothing, PageRange } from '#shared/kernel/fields.ts'
import * as activities from './activities.ts'
import * as attending from './attending.ts'
import * as beats from './beats.ts'
import * as birthdays from './birthdays.ts'
import * as cards from './cards.ts'
import * as teams from './teams.ts'

const leaders = ['staff', 'admin', 'captain'] as const
const desks = ['staff', 'admin'] as const
/** For acts that concern only the person. */
const own = { hour: 60, day: 200 }
/** For acts of which others are notified. */
const heard = { hour: 20, day: 60 }
/** For a leader who checks a whole team in and out. */
const crowd = { hour: 1200, day: 3000 }

export const teamsCommands = {
  'teams.found': { input: teams.FoundTeam, result: Nothing, offline: false, by: desks, limit: heard },
  'teams.ask': { input: teams.AskTeam, result: Nothing, offline: true, by: everyone, limit: heard },
  'teams.admit': { input: teams.AdmitToTeam, result: Nothing, offline: false, by: leaders, limit: crowd },
  'teams.remove': { input: teams.RemoveFromTeam, result: Nothing, offline: false, by: leaders, limit: heard },
  'teams.leave': { input: teams.OneTeam, result: Nothing, offline: true, by: everyone, limit: own },
} as const satisfies CommandSpecs

export const activitiesCommands = {
  'activities.draft': {
    input: activities.PublishActivity,
    result: Nothing,
    offline: false,
    by: leaders,
    limit: own,
  },
  'activities.publish': {
    input: activities.PublishActivity,
    result: Nothing,
    offline: false,
    by: leaders,
    limit: own,
  },
  'activities.discard': {
    input: activities.OneActivity,
    result: Nothing,
    offline: false,
    by: leaders,
    limit: own,
  },
  'activities.repeat': {
    input: activities.RepeatActivity,
    result: Nothing,
    offline: false,
    by: leaders,
    limit: heard,
  },
  'activities.callOff': {
    input: activities.CallOff,
    result: Nothing,
    offline: false,
    by: leaders,
    limit: heard,
  },
  'activities.signUp': {
    input: activities.SignUp,
    result: activities.SignedUp,
    offline: true,
    by: everyone,
    limit: own,
  },
  'activities.leave': {
    input: activities.OneActivity,
    result: Nothing,
    offline: true,
    by: everyone,
    limit: own,
  },
  'activities.accept': {
    input: activities.OneActivity,
    result: Nothing,
    offline: true,
    by: everyone,
    limit: own,
  },
  'activities.remove': {
    input: activities.RemoveFrom,
    result: Nothing,
    offline: false,
    by: leaders,
    audited: true,
    limit: own,
  },
  'activities.readmit': {
    input: activities.ReadmitTo,
    result: Nothing,
    offline: false,
    by: leaders,
    audited: true,
    limit: own,
  },
  'activities.message': {
    input: activities.MessageThem,
    result: Nothing,
    offline: false,
    by: leaders,
    limit: heard,
  },
  'activities.lapse': { input: activities.LapseOffers, result: Nothing, offline: false, by: ['system'] },
  'activities.attend': {
    input: attending.Attend,
    result: Nothing,
    offline: true,
    by: everyone,
    limit: crowd,
  },
  'activities.finish': {
    input: attending.FinishActivity,
    result: Nothing,
    offline: true,
    by: leaders,
    limit: own,
  },
  'activities.removePhoto': {
    input: attending.RemovePhoto,
    result: Nothing,
    offline: false,
    by: leaders,
    audited: true,
    limit: own,
  },
  'activities.correct': {
    input: attending.CorrectHours,
    result: Nothing,
    offline: false,
    by: leaders,
    limit: own,
  },
  'activities.approveCorrection': {
    input: attending.ApproveHours,
    result: Nothing,
    offline: false,
    by: desks,
    audited: true,
    limit: own,
  },
  'activities.close': { input: activities.OneActivity, result: Nothing, offline: false, by: ['system'] },
  'activities.forgetMissed': {
    input: activities.OneActivity,
    result: Nothing,
    offline: false,
    by: ['system'],
  },
  'activities.resetCalendar': { input: Nothing, result: Nothing, offline: false, by: everyone, limit: heard },
} as const satisfies CommandSpecs

export const cardsCommands = {
  'cards.make': { input: cards.MakeCard, result: Nothing, offline: false, by: everyone, limit: heard },
  'cards.withdraw': { input: cards.WithdrawCard, result: Nothing, offline: true, by: everyone, limit: own },
} as const satisfies CommandSpecs

export const beatsCommands = {
  'beats.note': { input: beats.NotePatrol, result: Nothing, offline: true, by: beatKinds, limit: own },
} as const satisfies CommandSpecs

export const birthdaysCommands = {
  'birthdays.keep': {
    input: birthdays.KeepBirthday,
    result: Nothing,
    offline: false,
    by: everyone,
    limit: heard,
  },
  'birthdays.forget': { input: Nothing, result: Nothing, offline: false, by: everyone, limit: heard },
  'birthdays.invite': { input: birthdays.InviteForMonth, result: Nothing, offline: false, by: ['system'] },
} as const satisfies CommandSpecs

export const volunteeringCommands = {
  ...teamsCommands,
  ...activitiesCommands,
  ...cardsCommands,
  ...beatsCommands,
  ...birthdaysCommands,
} as const

export const volunteeringQueries = {
  'teams.near': { input: Nothing, output: teams.TeamsNear, by: everyone },
  'teams.one': { input: teams.OneTeam, output: teams.TeamView, by: everyone },
  'activities.open': { input: activities.FindActivities, output: activities.FoundActivities, by: anyone },
  // Not `cached`: it counts places and people waiting, which every sign-up changes for all others.
  'activities.mine': { input: Nothing, output: activities.MyActivities, by: everyone },
  'activities.one': { input: activities.OneActivity, output: activities.ActivityView, by: anyone },
  'activities.desk': {
    input: activities.DeskActivitiesInput,
    output: activities.DeskActivities,
    by: desks,
  },
  'activities.roll': { input: activities.OneActivity, output: attending.ActivityRoll, by: leaders },
  'activities.codeKey': { input: activities.OneActivity, output: attending.CodeKeys, by: leaders },
  'activities.calendar': { input: Nothing, output: activities.CalendarLink, by: everyone },
  'cards.mine': { input: Nothing, output: cards.MyCards, by: everyone },
  'cards.check': { input: cards.CheckCard, output: cards.CheckedCard, by: anyone },
  'beats.mine': { input: Nothing, output: beats.MyBeats, by: beatKinds },
  'beats.patrols': { input: PageRange, output: beats.Patrols, by: desks },
  'birthdays.mine': { input: Nothing, output: birthdays.MyBirthday, by: everyone },
} as const satisfies QuerySpecs

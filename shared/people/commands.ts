import type { CommandSpecs, QuerySpecs } from '#shared/sync/specs.ts'
import { Nothing } from '#shared/kernel/fields.ts'
import * as schemas from './schemas.ts'

/** For giving post after post, on the day a team is set up. */
const often = { hour: 60, day: 200 }
/** For rare and weighty acts of admins. */
const seldom = { hour: 20, day: 60 }

export const peopleCommands = {
  'people.give': {
    input: schemas.GivePost,
    result: Nothing,
    offline: false,
    by: ['admin', 'staff'],
    audited: true,
    secondFactor: true,
    limit: often,
  },
  'people.end': {
    input: schemas.EndPost,
    result: Nothing,
    offline: false,
    by: ['admin', 'staff'],
    audited: true,
    secondFactor: true,
    limit: often,
  },
  'people.confirm': {
    input: schemas.ConfirmPost,
    result: Nothing,
    offline: false,
    by: ['admin'],
    audited: true,
    secondFactor: true,
    limit: seldom,
  },
  'people.suspend': {
    input: schemas.JudgePerson,
    result: Nothing,
    offline: false,
    by: ['admin'],
    audited: true,
    secondFactor: true,
    limit: seldom,
  },
  'people.restore': {
    input: schemas.JudgePerson,
    result: Nothing,
    offline: false,
    by: ['admin'],
    audited: true,
    secondFactor: true,
    limit: seldom,
  },
  'people.askReset': {
    input: schemas.JudgePerson,
    result: Nothing,
    offline: false,
    by: ['admin'],
    audited: true,
    secondFactor: true,
    limit: seldom,
  },
  'people.decideReset': {
    input: schemas.DecideReset,
    result: Nothing,
    offline: false,
    by: ['admin'],
    audited: true,
    secondFactor: true,
    limit: seldom,
  },
  'people.linkUnit': {
    input: schemas.LinkUnit,
    result: Nothing,
    offline: false,
    by: ['admin'],
    audited: true,
    secondFactor: true,
    limit: seldom,
  },
  'people.import': {
    input: schemas.ImportPosts,
    result: schemas.Imported,
    offline: false,
    by: ['admin'],
    audited: true,
    secondFactor: true,
    limit: seldom,
  },
} as const satisfies CommandSpecs

export const peopleQueries = {
  'people.find': { input: schemas.FindPeople, output: schemas.FoundPeople, by: ['admin', 'staff'] },
  'people.one': {
    input: schemas.OnePerson,
    output: schemas.PersonView,
    by: ['admin', 'staff'],
    audited: true,
  },
  'people.acts': { input: schemas.FindActs, output: schemas.CityActs, by: ['admin'] },
  'people.pending': { input: Nothing, output: schemas.PendingPosts, by: ['admin'] },
  'people.units': { input: Nothing, output: schemas.CityUnits, by: ['admin'] },
} as const satisfies QuerySpecs

import type { CommandSpecs, QuerySpecs } from '#shared/sync/specs.ts'
import { everyone } from '#shared/identity/roles.ts'
import { Nothing } from '#shared/kernel/fields.ts'
import * as schemas from './schemas.ts'

const desks = ['staff', 'admin'] as const
/** For commands that put a question to many people. */
const asked = { hour: 20, day: 60 }

export const pollsCommands = {
  'polls.publish': {
    input: schemas.PublishPoll,
    result: schemas.PublishedPoll,
    offline: false,
    by: desks,
    audited: true,
    limit: asked,
  },
  'polls.close': {
    input: schemas.EndPoll,
    result: Nothing,
    offline: false,
    by: desks,
    audited: true,
    limit: asked,
  },
  'polls.cancel': {
    input: schemas.EndPoll,
    result: Nothing,
    offline: false,
    by: desks,
    audited: true,
    limit: asked,
  },
  // Never audited, and without a result: nothing that is stored may reveal the option.
  'polls.vote': {
    input: schemas.Vote,
    result: Nothing,
    offline: true,
    by: everyone,
    limit: { hour: 60, day: 200 },
  },
  'polls.count': { input: schemas.OnePoll, result: Nothing, offline: false, by: ['system'] },
} as const satisfies CommandSpecs

export const pollsQueries = {
  // Not `cached`: nudging every change of a turnout would tell all phones when somebody votes.
  'polls.open': { input: Nothing, output: schemas.OpenPolls, by: everyone },
  'polls.one': { input: schemas.OnePoll, output: schemas.PollView, by: everyone },
  'polls.desk': { input: schemas.FindDeskPolls, output: schemas.DeskPolls, by: desks },
} as const satisfies QuerySpecs

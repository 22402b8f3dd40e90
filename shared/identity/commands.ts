import type { CommandSpecs, QuerySpecs } from '#shared/sync/specs.ts'
import { Nothing } from '#shared/kernel/fields.ts'
import * as v from 'valibot'
import { deciders, everyone, personRoles } from './roles.ts'
import * as schemas from './schemas.ts'

export const identityCommands = {
  'identity.register': {
    input: schemas.Register,
    result: Nothing,
    offline: true,
    by: personRoles,
    notWith: deciders,
    limit: { hour: 10, day: 30 },
  },
  'identity.endSessions': { input: schemas.EndSessions, result: Nothing, offline: false, by: everyone },
  'identity.deleteMe': {
    input: schemas.DeleteMe,
    result: Nothing,
    offline: false,
    by: personRoles,
    notWith: deciders,
  },
} as const satisfies CommandSpecs

export const identityQueries = {
  'identity.me': {
    input: Nothing,
    output: schemas.Me,
    cached: true,
    by: [...everyone, 'kiosk'],
    beforeFactor: true,
  },
  'identity.sessions': { input: Nothing, output: schemas.Sessions, by: everyone },
  'identity.export': { input: Nothing, output: v.record(v.string(), v.unknown()), by: everyone },
} as const satisfies QuerySpecs

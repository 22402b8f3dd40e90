import type { CommandSpecs, QuerySpecs } from '#shared/sync/specs.ts'
import { accountRoles, riders, roles as everyone } from './roles.ts'
import { DeleteMe, Me, Register } from './schemas.ts'
import { Nothing } from '#shared/kernel/fields.ts'
import * as v from 'valibot'

export const identityCommands = {
  'identity.register': { input: Register, result: Nothing, offline: true, by: riders },
  'identity.deleteMe': { input: DeleteMe, result: Nothing, offline: false, by: riders },
} as const satisfies CommandSpecs

export const identityQueries = {
  'identity.me': { input: Nothing, output: Me, cached: true, by: accountRoles },
  'identity.export': { input: Nothing, output: v.record(v.string(), v.unknown()), by: everyone },
} as const satisfies QuerySpecs

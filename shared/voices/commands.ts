import type { CommandSpecs, QuerySpecs } from '#shared/sync/specs.ts'
import { roles as everyone } from '#shared/identity/roles.ts'
import { Nothing } from '#shared/kernel/fields.ts'
import { Complain, Complaints, ReplyToComplaint } from './schemas.ts'

export const voicesCommands = {
  'voices.complain': { input: Complain, result: Nothing, offline: true, by: everyone },
  'voices.reply': { input: ReplyToComplaint, result: Nothing, offline: false, by: ['admin'] },
} as const satisfies CommandSpecs

export const voicesQueries = {
  'desk.complaints': { input: Nothing, output: Complaints, cached: true, by: ['admin'] },
  'voices.mine': { input: Nothing, output: Complaints, cached: true, by: everyone },
} as const satisfies QuerySpecs

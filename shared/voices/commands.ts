import type { CommandSpecs, QuerySpecs } from '#shared/sync/specs.ts'
import { everyone } from '#shared/identity/roles.ts'
import { Nothing, PageRange } from '#shared/kernel/fields.ts'
import * as schemas from './schemas.ts'

export const voicesCommands = {
  'voices.complain': {
    input: schemas.Complain,
    result: Nothing,
    offline: true,
    by: everyone,
    limit: { hour: 5, day: 20 },
  },
  'voices.reply': { input: schemas.ReplyToComplaint, result: Nothing, offline: false, by: ['admin'] },
} as const satisfies CommandSpecs

export const voicesQueries = {
  'desk.complaints': { input: PageRange, output: schemas.Complaints, cached: true, by: ['admin'] },
  'voices.mine': { input: PageRange, output: schemas.Complaints, cached: true, by: everyone },
} as const satisfies QuerySpecs

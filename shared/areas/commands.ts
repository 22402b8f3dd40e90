import type { QuerySpecs } from '#shared/sync/specs.ts'
import { anyone } from '#shared/identity/roles.ts'
import { Nothing } from '#shared/kernel/fields.ts'
import * as v from 'valibot'
import * as schemas from './schemas.ts'

export const areasQueries = {
  'areas.tree': { input: Nothing, output: v.array(schemas.Area), cached: true, by: anyone },
} as const satisfies QuerySpecs

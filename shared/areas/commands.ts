import type { QuerySpecs } from '#shared/sync/specs.ts'
import { Area } from './schemas.ts'
import { roles as everyone } from '#shared/identity/roles.ts'
import { Nothing } from '#shared/kernel/fields.ts'
import * as v from 'valibot'

export const areasQueries = {
  'areas.tree': { input: Nothing, output: v.array(Area), cached: true, by: everyone },
} as const satisfies QuerySpecs

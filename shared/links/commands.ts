import type { QuerySpecs } from '#shared/sync/specs.ts'
import { anyone } from '#shared/identity/roles.ts'
import { LinkedThings, OneThing } from './schemas.ts'

export const linksQueries = {
  // Not `cached`: a thing may be hidden by a command that doesn't nudge links.
  'links.of': { input: OneThing, output: LinkedThings, by: anyone },
} as const satisfies QuerySpecs

import type { QuerySpecs } from '#shared/sync/specs.ts'
import { anyone } from '#shared/identity/roles.ts'
import { LinkedThings, OneThing } from './schemas.ts'

export const linksQueries = {
  // Not cached: what it names may be hidden by a command that knows nothing of links.
  'links.of': { input: OneThing, output: LinkedThings, by: anyone },
} as const satisfies QuerySpecs

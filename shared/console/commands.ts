import type { QuerySpecs } from '#shared/sync/specs.ts'
import { deciders } from '#shared/identity/roles.ts'
import * as schemas from './schemas.ts'

export const consoleQueries = {
  'console.queue': { input: schemas.QueueInput, output: schemas.Queue, by: deciders },
} as const satisfies QuerySpecs

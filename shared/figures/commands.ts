import type { QuerySpecs } from '#shared/sync/specs.ts'
import { anyone } from '#shared/identity/roles.ts'
import { Nothing } from '#shared/kernel/fields.ts'
import * as schemas from './schemas.ts'

export const figuresQueries = {
  'figures.city': { input: schemas.CityInput, output: schemas.CityFigures, by: ['staff', 'admin'] },
  'figures.rows': { input: schemas.RowsInput, output: schemas.Rows, by: ['staff', 'admin'] },
  'figures.public': { input: Nothing, output: schemas.PublicClock, by: anyone },
} as const satisfies QuerySpecs

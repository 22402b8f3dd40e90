import type { CommandSpecs, QuerySpecs } from '#shared/sync/specs.ts'
import { anyone, deciders } from '#shared/identity/roles.ts'
import { Nothing } from '#shared/kernel/fields.ts'
import * as schemas from './schemas.ts'

export const rulingsCommands = {
  'rulings.set': {
    input: schemas.SetRuling,
    result: Nothing,
    offline: false,
    by: ['admin'],
    audited: true,
    limit: { hour: 60, day: 200 },
  },
} as const satisfies CommandSpecs

export const rulingsQueries = {
  'rulings.inForce': { input: Nothing, output: schemas.CityRules, cached: true, by: anyone },
  'rulings.templates': {
    input: Nothing,
    output: schemas.rulingSchemas.templates,
    cached: true,
    by: deciders,
  },
  'rulings.book': { input: Nothing, output: schemas.RulingBook, by: ['admin'] },
  'rulings.history': { input: schemas.RulingsMade, output: schemas.RulingHistory, by: ['admin'] },
  'rulings.one': { input: schemas.OneRuling, output: schemas.RulingView, by: ['admin'] },
  'rulings.units': { input: Nothing, output: schemas.RouteUnits, by: ['admin'] },
} as const satisfies QuerySpecs

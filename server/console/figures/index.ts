import type { Feature } from '#server/sync/feature.ts'
import type { figuresQueries } from '#shared/figures/commands.ts'
import { cityFigures, publicClock } from './city-figures.ts'
import { countFigures } from './count.ts'
import { figureRows } from './rows.ts'

/** The city's figures, counted over all features: for staff of each area, and in part for everybody. */
export const figuresFeature = {
  commands: {},
  queries: { 'figures.city': cityFigures, 'figures.rows': figureRows, 'figures.public': publicClock },
  tasks: { countFigures: { when: '20 * * * * *', run: countFigures, isDueAtStart: true } },
  photos: null,
  personal: { export: {}, erase: null },
} satisfies Feature<never, keyof typeof figuresQueries>

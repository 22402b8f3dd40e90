import type { Feature } from '#server/sync/feature.ts'
import type { areasQueries } from '#shared/areas/commands.ts'
import { areaTree } from './areas.ts'

export const areasFeature = {
  commands: {},
  queries: { 'areas.tree': areaTree },
  tasks: {},
  photos: null,
  personal: { export: {}, erase: null },
} satisfies Feature<never, keyof typeof areasQueries>

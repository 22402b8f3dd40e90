import type { ClientFeature } from '#client/app/feature.ts'
import type { PeopleRefusal } from '#shared/people/refusals.ts'

export default {
  routes: [],
  refusals: () => import('./refusals.ts'),
} as const satisfies ClientFeature<never, never, PeopleRefusal>

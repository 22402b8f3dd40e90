import type { ClientFeature, KindsOf } from '#client/app/feature.ts'
import type { PeopleRefusal } from '#shared/people/refusals.ts'

export default {
  routes: [],
  notices: () => import('./notices.ts'),
  refusals: () => import('./refusals.ts'),
} as const satisfies ClientFeature<never, KindsOf<'people'>, PeopleRefusal>

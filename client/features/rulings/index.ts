import type { ClientFeature } from '#client/app/feature.ts'
import type { RulingsRefusal } from '#shared/rulings/refusals.ts'
import { roles } from '#shared/identity/roles.ts'

export default {
  routes: [],
  prefetch: { 'rulings.inForce': roles },
  refusals: () => import('./refusals.ts'),
} as const satisfies ClientFeature<never, never, RulingsRefusal>

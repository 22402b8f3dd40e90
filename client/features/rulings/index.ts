import type { ClientFeature } from '#client/app/feature.ts'
import type { RulingsRefusal } from '#shared/rulings/refusals.ts'
import { roles } from '#shared/identity/roles.ts'

export default {
  routes: [
    {
      path: '/organiser/rules',
      name: 'rules',
      redirect: '/console/rulings',
      meta: { title: '规则设置', opensFrom: 'menu' },
    },
    {
      path: '/organiser/rules/'
        + ':rule(limits|points|volunteering|caps|templates|routing|thresholds|retention|exchange)',
      name: 'rule',
      redirect: ({ params: { rule } }: { params: Record<string, unknown> }) =>
        `/console/rulings/${String(rule)}`,
      meta: { title: '规则', opensFrom: 'page' },
    },
  ],
  prefetch: { 'rulings.inForce': roles },
  entries: [
    {
      at: { 'home.mine': 54, 'me.mine': 64 },
      for: ['admin'],
      icon: 'settings',
      title: '规则设置',
      to: { name: 'rules' },
    },
  ],
  refusals: () => import('./refusals.ts'),
} as const satisfies ClientFeature<never, never, RulingsRefusal>

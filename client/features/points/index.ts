import type { ClientFeature, KindsOf } from '#client/app/feature.ts'
import type { PointsRefusal } from '#shared/points/refusals.ts'
import { riders, roles } from '#shared/identity/roles.ts'

export default {
  routes: [
    {
      path: '/points',
      name: 'points',
      component: () => import('./PointsPage.vue'),
      meta: { title: '积分', opensFrom: 'menu', signInReason: 'points' },
    },
    {
      path: '/organiser/points',
      name: 'points-desk',
      redirect: '/console/points',
      meta: { title: '积分管理', opensFrom: 'page' },
    },
  ],
  prefetch: { 'points.mine': roles },
  entries: [
    {
      at: { 'me.mine': 80 },
      for: riders,
      icon: 'star',
      title: '积分',
      value: ({ spendable }) => spendable?.toLocaleString('zh-CN'),
      to: { name: 'points' },
    },
  ],
  notices: () => import('./notices.ts'),
  refusals: () => import('./refusals.ts'),
} as const satisfies ClientFeature<never, KindsOf<'points'>, PointsRefusal>

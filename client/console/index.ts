import type { ClientFeature } from '#client/app/feature.ts'
import { deciders } from '#shared/identity/roles.ts'

/** 电脑工作台: what staff, units and admins do at a desk all day. Its desks stand in `desks.ts`. */
export default {
  routes: [
    {
      path: '/console/:path(.*)*',
      name: 'console',
      component: () => import('./ConsolePage.vue'),
      meta: { title: '电脑工作台', opensFrom: 'menu', isFrame: true },
    },
  ],
  entries: [
    {
      at: { 'home.mine': 11, 'me.mine': 11 },
      for: deciders,
      icon: 'desk',
      title: '电脑工作台',
      hint: '大屏上办理、查找、导出',
      to: { name: 'console' },
    },
  ],
} as const satisfies ClientFeature

import type { ClientFeature } from '#client/app/feature.ts'

export default {
  routes: [
    {
      path: '/data',
      name: 'data',
      component: () => import('./DataPage.vue'),
      meta: { title: '开放数据', opensFrom: 'page', isOpen: true },
    },
    {
      path: '/data/clock',
      name: 'clock',
      component: () => import('./ClockPage.vue'),
      meta: { title: '诚实钟', opensFrom: 'page', isOpen: true },
    },
  ],
} as const satisfies ClientFeature

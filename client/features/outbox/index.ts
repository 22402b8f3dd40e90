import type { ClientFeature } from '#client/app/feature.ts'

export default {
  routes: [
    {
      path: '/outbox',
      name: 'outbox',
      component: () => import('./OutboxPage.vue'),
      meta: { title: '待发送', opensFrom: 'menu' },
    },
  ],
  entries: [
    {
      at: { 'me.mine': 140 },
      icon: 'send',
      title: '待发送',
      value: ({ waiting }) => waiting > 0 ? `${waiting} 件` : undefined,
      to: { name: 'outbox' },
    },
  ],
} as const satisfies ClientFeature

import type { ClientFeature, OfflineOf } from '#client/app/feature.ts'
import type { noticesCommands } from '#shared/notices/commands.ts'
import type { NoticesRefusal } from '#shared/notices/refusals.ts'

export default {
  routes: [
    {
      path: '/notices',
      name: 'notices',
      component: () => import('./NoticesPage.vue'),
      meta: { title: '消息', opensFrom: 'menu' },
    },
  ],
  entries: [
    {
      at: { 'home.mine': 80, 'me.mine': 130 },
      icon: 'bell',
      title: '消息',
      query: 'notices.mine',
      badge: ({ answer }) => answer?.unread ?? 0,
      to: { name: 'notices' },
    },
  ],
  commands: {
    'notices.read': { name: null, page: () => ({ name: 'notices' }) },
  },
  refusals: () => import('./refusals.ts'),
} as const satisfies ClientFeature<OfflineOf<typeof noticesCommands>, never, NoticesRefusal>

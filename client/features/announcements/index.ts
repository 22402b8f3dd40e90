import type { ClientFeature } from '#client/app/feature.ts'
import type { AnnouncementsRefusal } from '#shared/announcements/refusals.ts'

export default {
  routes: [
    {
      path: '/announcements',
      name: 'announcements',
      component: () => import('./AnnouncementsPage.vue'),
      meta: { title: '通知和预警', opensFrom: 'menu', isOpen: true },
    },
  ],
  prefetch: { 'announcements.now': ['courier', 'resident', 'keeper'] },
  entries: [
    { at: { 'me.app': 5 }, icon: 'bell', title: '通知和预警', to: { name: 'announcements' } },
  ],
  refusals: () => import('./refusals.ts'),
} as const satisfies ClientFeature<never, never, AnnouncementsRefusal>

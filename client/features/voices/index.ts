import type { ClientFeature, KindsOf, OfflineOf } from '#client/app/feature.ts'
import type { voicesCommands } from '#shared/voices/commands.ts'
import type { VoicesRefusal } from '#shared/voices/refusals.ts'

export default {
  routes: [
    {
      path: '/complaints',
      name: 'complaints',
      component: () => import('./ComplaintsPage.vue'),
      meta: { title: '投诉建议', opensFrom: 'menu', isOpen: true },
    },
  ],
  entries: [
    { at: { 'me.app': 30 }, icon: 'voice', title: '投诉建议', to: { name: 'complaints', query: { from: 'me' } } },
  ],
  commands: {
    'voices.complain': {
      name: '投诉建议',
      page: () => ({ name: 'complaints' }),
      text: 'text',
      isEditable: true,
    },
  },
  notices: () => import('./notices.ts'),
  refusals: () => import('./refusals.ts'),
} as const satisfies ClientFeature<OfflineOf<typeof voicesCommands>, KindsOf<'voices'>, VoicesRefusal>

import type { ClientFeature, OfflineOf } from '#client/app/feature.ts'
import type { doorsCommands } from '#shared/doors/commands.ts'
import type { DoorsRefusal } from '#shared/doors/refusals.ts'
import type { ProofsRefusal } from '#shared/proofs/refusals.ts'
import { riders } from '#shared/identity/roles.ts'

export default {
  routes: [
    {
      path: '/scan',
      name: 'scan',
      component: () => import('./ScanPage.vue'),
      meta: { title: '扫码', tab: 'scan', signInReason: 'enter' },
    },
    {
      path: '/d/:code',
      name: 'enter',
      component: () => import('./EnterPage.vue'),
      props: true,
      meta: { title: '进站', opensFrom: 'page', signInReason: 'enter' },
    },
    {
      path: '/pass/:stationNumber',
      name: 'pass',
      component: () => import('./PassPage.vue'),
      props: true,
      meta: { title: '通行码', opensFrom: 'page', signInReason: 'enter' },
    },
  ],
  prefetch: { 'stations.myVisits': riders },
  commands: {
    'stations.checkIn': { name: '进站', page: () => ({ name: 'visits' }) },
    'stations.leave': { name: '离站', page: () => ({ name: 'visits' }) },
    'stations.recordEntry': { name: '开门记录', page: () => null },
  },
  notices: () => import('./notices.ts'),
  refusals: () => import('./refusals.ts'),
} as const satisfies ClientFeature<
  OfflineOf<typeof doorsCommands>,
  'stations.suspended',
  DoorsRefusal | ProofsRefusal
>

import type { ClientFeature, OfflineOf } from '#client/app/feature.ts'
import type { stationsCommands } from '#shared/stations/commands.ts'
import type { StationsRefusal } from '#shared/stations/refusals.ts'
import type { StationsNotice } from './notices.ts'
import { deciders, riders, roles } from '#shared/identity/roles.ts'

export default {
  routes: [
    {
      path: '/stations',
      name: 'stations',
      component: () => import('./StationsPage.vue'),
      meta: { title: '驿站', opensFrom: 'menu', isOpen: true },
    },
    {
      path: '/stations/:id',
      name: 'station',
      component: () => import('./StationPage.vue'),
      props: true,
      meta: { title: '驿站', opensFrom: 'page', isOpen: true },
    },
    {
      path: '/s/:number',
      name: 'station-number',
      component: () => import('./NumberPage.vue'),
      props: true,
      meta: { title: '驿站', opensFrom: 'page', isOpen: true },
    },
    {
      path: '/visits',
      name: 'visits',
      component: () => import('./VisitsPage.vue'),
      meta: { title: '进站记录', opensFrom: 'menu' },
    },
    {
      path: '/keeping',
      name: 'keeping',
      component: () => import('./keeper/KeepingPage.vue'),
      meta: { title: '驿站管理', opensFrom: 'menu' },
    },
    {
      path: '/keeping/hours',
      name: 'keeping-hours',
      component: () => import('./keeper/KeepingHoursPage.vue'),
      meta: { title: '开放时间', opensFrom: 'page' },
    },
    {
      path: '/keeping/faults',
      name: 'keeping-faults',
      component: () => import('./keeper/KeepingFaultsPage.vue'),
      meta: { title: '报修', opensFrom: 'page' },
    },
    {
      path: '/stations/:id/poster',
      name: 'poster',
      component: () => import('./keeper/PosterPage.vue'),
      props: true,
      meta: { title: '驿站海报', opensFrom: 'page' },
    },
    {
      path: '/organiser/stations',
      name: 'stations-book',
      redirect: '/console/stations',
      meta: { title: '驿站管理', opensFrom: 'page' },
    },
  ],
  prefetch: { 'stations.all': roles, 'stations.myVisits': riders },
  entries: [
    {
      at: { 'home.city': 10 },
      icon: 'station',
      title: '附近驿站',
      to: { name: 'stations' },
    },
    { at: { 'home.mine': 55 }, for: deciders, icon: 'map', title: '驿站', to: { name: 'stations' } },
    { at: { 'me.mine': 100 }, icon: 'station', title: '驿站', to: { name: 'stations' } },
    { at: { 'me.mine': 110 }, icon: 'clock', title: '进站记录', to: { name: 'visits' } },
    { at: { 'home.mine': 76 }, for: riders, icon: 'clock', title: '进站记录', to: { name: 'visits' } },
    {
      at: { 'home.mine': 20, 'me.mine': 30 },
      for: ['keeper'],
      icon: 'station',
      title: '驿站管理',
      to: { name: 'keeping' },
    },
  ],
  commands: {
    'stations.reportFault': {
      name: '驿站报修',
      page: ({ stationId }) => ({ name: 'station', params: { id: stationId } }),
      withoutPhoto: ({ photo: _, ...input }) => input,
    },
  },
  notices: () => import('./notices.ts'),
  refusals: () => import('./refusals.ts'),
} as const satisfies ClientFeature<OfflineOf<typeof stationsCommands>, StationsNotice, StationsRefusal>

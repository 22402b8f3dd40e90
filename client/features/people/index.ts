import type { ClientFeature, KindsOf } from '#client/app/feature.ts'
import type { PeopleRefusal } from '#shared/people/refusals.ts'

export default {
  routes: [
    {
      path: '/people',
      name: 'people',
      redirect: '/console/people',
      meta: { title: '人员与岗位', opensFrom: 'menu' },
    },
    {
      path: '/people/give',
      name: 'people-give',
      redirect: '/console/people/give',
      meta: { title: '任命岗位', opensFrom: 'page' },
    },
    {
      path: '/people/import',
      name: 'people-import',
      redirect: '/console/people/import',
      meta: { title: '导入岗位名单', opensFrom: 'page' },
    },
    {
      path: '/people/units',
      name: 'people-units',
      component: () => import('./UnitsPage.vue'),
      meta: { title: '处置单位', opensFrom: 'page' },
    },
    {
      path: '/people/acts',
      name: 'people-acts',
      redirect: '/console/audit',
      meta: { title: '操作记录', opensFrom: 'page' },
    },
    {
      path: '/people/:id',
      name: 'person',
      redirect: ({ params: { id } }: { params: Record<string, unknown> }) => `/console/people/${String(id)}`,
      meta: { title: '人员', opensFrom: 'page' },
    },
  ],
  entries: [
    {
      at: { 'home.mine': 52, 'me.mine': 62 },
      for: ['admin'],
      icon: 'me',
      title: '人员与岗位',
      query: 'people.pending',
      badge: ({ answer }) => answer?.filter(({ mayConfirm }) => mayConfirm).length ?? 0,
      to: { name: 'people' },
    },
    {
      at: { 'home.mine': 52, 'me.mine': 62 },
      for: ['staff'],
      if: ({ me }) => me?.role !== 'admin',
      icon: 'me',
      title: '人员与岗位',
      to: { name: 'people' },
    },
  ],
  notices: () => import('./notices.ts'),
  refusals: () => import('./refusals.ts'),
} as const satisfies ClientFeature<never, KindsOf<'people'>, PeopleRefusal>

import type { IconName } from '#client/ui/icons.ts'
import type { ShownPart } from '#shared/identity/roles.ts'
import type { Answer, QueryInput, QueryName } from '#shared/queries.ts'
import type { Component } from 'vue'
import { deciders } from '#shared/identity/roles.ts'

/** One kind of work of the console: a line in the rail and what stands beside it. */
export interface Desk {
  /** The part of the address after `/console/`; what follows it is the desk's own. */
  readonly path: string
  readonly title: string
  readonly icon: IconName
  /** Who is shown it. The server decides by `by` of the queries that the desk asks. */
  readonly posts: readonly ShownPart[]
  /** How much waits there, for the rail and the window's title. */
  readonly waits?: Waits
  /** Its page, which gets `at`: the parts of the address after its path. */
  readonly load: () => Promise<{ default: Component }>
}
type Waits = { [Name in QueryName]: {
  readonly query: Name
  readonly input: QueryInput<Name>
  readonly count: (answer: Answer<Name>) => number
} }[QueryName]

const sum = (counts: readonly number[]) => counts.reduce((before, each) => before + each, 0)

/** In the order of the rail; who opens the console begins at the first that they may enter. */
export const desks: readonly Desk[] = [
  {
    path: 'reports',
    title: '上报办理',
    icon: 'camera',
    posts: deciders,
    waits: {
      query: 'console.queue',
      input: { view: 'todo' },
      count: ({ counts }) => counts ? sum(Object.values(counts)) - counts.running : 0,
    },
    load: () => import('./triage/TriagePage.vue'),
  },
  {
    path: 'voices',
    title: '听大家说',
    icon: 'voice',
    posts: deciders,
    waits: { query: 'voices.desk', input: { view: 'todo' }, count: ({ counts }) => counts.todo },
    load: () => import('./voices/VoicesDesk.vue'),
  },
  {
    path: 'people',
    title: '人员与岗位',
    icon: 'people',
    posts: ['admin', 'staff'],
    load: () => import('./people/PeopleDesk.vue'),
  },
  {
    path: 'stations',
    title: '驿站管理',
    icon: 'station',
    posts: ['admin', 'staff'],
    load: () => import('./stations/StationsDesk.vue'),
  },
  {
    path: 'goods',
    title: '商品与库存',
    icon: 'gift',
    posts: ['admin', 'staff'],
    load: () => import('./goods/GoodsDesk.vue'),
  },
  {
    path: 'activities',
    title: '活动',
    icon: 'heart',
    posts: ['admin', 'staff'],
    load: () => import('./activities/ActivitiesDesk.vue'),
  },
  {
    path: 'polls',
    title: '投票',
    icon: 'vote',
    posts: ['admin', 'staff'],
    load: () => import('./polls/PollsDesk.vue'),
  },
  {
    path: 'points',
    title: '积分管理',
    icon: 'star',
    posts: ['admin'],
    load: () => import('./points/PointsDesk.vue'),
  },
  {
    path: 'rulings',
    title: '规则设置',
    icon: 'settings',
    posts: ['admin'],
    load: () => import('./rulings/RulingsDesk.vue'),
  },
  {
    path: 'audit',
    title: '操作记录',
    icon: 'clock',
    posts: ['admin'],
    load: () => import('./audit/AuditDesk.vue'),
  },
  {
    path: 'announcements',
    title: '通知和预警',
    icon: 'bell',
    posts: ['staff', 'admin'],
    load: () => import('./announcements/AnnouncementsDesk.vue'),
  },
  {
    path: 'figures',
    title: '城市数据',
    icon: 'chart',
    posts: ['staff', 'admin'],
    load: () => import('./figures/FiguresDesk.vue'),
  },
  {
    path: 'exchange',
    title: '数据交换',
    icon: 'send',
    posts: ['staff', 'admin'],
    load: () => import('./exchange/ExchangeDesk.vue'),
  },
]

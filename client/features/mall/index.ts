import type { ClientFeature, KindsOf, OfflineOf } from '#client/app/feature.ts'
import type { mallCommands } from '#shared/mall/commands.ts'
import type { MallRefusal } from '#shared/mall/refusals.ts'
import type { RouteLocationRaw } from 'vue-router'
import { riders, roles } from '#shared/identity/roles.ts'

const orderPage = ({ orderId }: { orderId: string }): RouteLocationRaw =>
  ({ name: 'order', params: { id: orderId } })

export default {
  routes: [
    {
      path: '/mall',
      name: 'mall',
      component: () => import('./MallPage.vue'),
      meta: { title: '积分商城', tab: 'mall', isOpen: true, isKept: true },
    },
    {
      path: '/mall/:id',
      name: 'item',
      component: () => import('./ItemPage.vue'),
      props: true,
      meta: { title: '商品', opensFrom: 'page', isOpen: true },
    },
    {
      path: '/orders',
      name: 'orders',
      component: () => import('./OrdersPage.vue'),
      meta: { title: '我的兑换', opensFrom: 'menu', signInReason: 'points' },
    },
    {
      path: '/orders/:id',
      name: 'order',
      component: () => import('./OrderPage.vue'),
      props: true,
      meta: { title: '兑换', opensFrom: 'page', signInReason: 'points' },
    },
    {
      path: '/counter',
      name: 'counter',
      component: () => import('./keeper/CounterPage.vue'),
      meta: { title: '柜台', opensFrom: 'menu' },
    },
    {
      path: '/counter/hand-over',
      name: 'hand-over',
      component: () => import('./keeper/HandOverPage.vue'),
      meta: { title: '交付', opensFrom: 'page' },
    },
    {
      path: '/counter/shelf',
      name: 'shelf',
      component: () => import('./keeper/ShelfPage.vue'),
      meta: { title: '库存', opensFrom: 'page' },
    },
    {
      path: '/organiser/mall',
      name: 'mall-book',
      redirect: '/console/goods',
      meta: { title: '商城管理', opensFrom: 'page' },
    },
    {
      path: '/organiser/mall/:id',
      name: 'book-item',
      redirect: ({ params: { id } }: { params: Record<string, unknown> }) => `/console/goods/${String(id)}`,
      meta: { title: '商品库存', opensFrom: 'page' },
    },
    {
      path: '/organiser/mall/:id/edit',
      name: 'edit-item',
      redirect: ({ params: { id } }: { params: Record<string, unknown> }) =>
        id === 'new' ? '/console/goods/new' : `/console/goods/${String(id)}/edit`,
      meta: { title: '修改商品', opensFrom: 'page' },
    },
    {
      path: '/organiser/meal',
      name: 'give-meal',
      component: () => import('./desk/GiveMealPage.vue'),
      meta: { title: '送一份餐', opensFrom: 'menu' },
    },
  ],
  prefetch: { 'mall.items': roles, 'mall.myOrders': roles, 'mall.desk': ['keeper'] },
  entries: [
    { at: { 'home.city': 20 }, icon: 'gift', title: '积分商城', to: { name: 'mall' } },
    {
      at: { 'home.mine': 10, 'me.mine': 20 },
      for: ['keeper'],
      icon: 'scan',
      title: '柜台',
      to: { name: 'counter' },
    },
    {
      at: { 'home.mine': 45, 'me.mine': 70 },
      for: ['staff', 'admin'],
      icon: 'gift',
      title: '送一份餐',
      to: { name: 'give-meal' },
    },
    { at: { 'me.mine': 90 }, icon: 'gift', title: '我的兑换', to: { name: 'orders' } },
    { at: { 'home.mine': 74 }, for: riders, icon: 'gift', title: '我的兑换', to: { name: 'orders' } },
  ],
  commands: {
    'mall.redeem': { name: '兑换', page: orderPage },
    'mall.cancel': { name: '取消兑换', page: orderPage },
    'mall.handOver': { name: '交付', page: () => ({ name: 'counter' }) },
  },
  notices: () => import('./notices.ts'),
  refusals: () => import('./refusals.ts'),
} as const satisfies ClientFeature<OfflineOf<typeof mallCommands>, KindsOf<'mall'>, MallRefusal>

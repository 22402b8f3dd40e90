import type { ClientFeature, OfflineOf } from '#client/app/feature.ts'
import type { identityCommands } from '#shared/identity/commands.ts'
import type { IdentityRefusal } from '#shared/identity/refusals.ts'
import type { Me } from '#shared/identity/schemas.ts'
import { decides, roles } from '#shared/identity/roles.ts'

/** Whether the account belongs to a private person; accounts that decide about others do not. */
const isPrivate = (me: Me | null) => me !== null && !decides(me.role)

export default {
  routes: [
    {
      path: '/sign-in',
      name: 'sign-in',
      component: () => import('./SignInPage.vue'),
      meta: { title: '登录', opensFrom: 'menu', isOpen: true, isBeforeFactor: true },
    },
    {
      path: '/register',
      name: 'register',
      component: () => import('./RegisterPage.vue'),
      meta: { title: '报到', opensFrom: 'menu' },
    },
    {
      path: '/me',
      name: 'me',
      component: () => import('./MePage.vue'),
      meta: { title: '我的', tab: 'me', isOpen: true },
    },
    {
      path: '/me/settings',
      name: 'settings',
      component: () => import('./SettingsPage.vue'),
      meta: { title: '设置', opensFrom: 'menu', isOpen: true },
    },
    {
      path: '/me/phone',
      name: 'phone',
      component: () => import('./PhonePage.vue'),
      meta: { title: '换手机号', opensFrom: 'menu' },
    },
    {
      path: '/me/factor',
      name: 'factor',
      component: () => import('./FactorPage.vue'),
      meta: { title: '动态码', opensFrom: 'menu', isBeforeFactor: true },
    },
    {
      path: '/help',
      name: 'help',
      component: () => import('./HelpPage.vue'),
      meta: { title: '帮助与常见问题', opensFrom: 'menu', isOpen: true, isBeforeFactor: true },
    },
    {
      path: '/about',
      name: 'about',
      component: () => import('./AboutPage.vue'),
      meta: { title: '关于小蜜蜂', opensFrom: 'menu', isOpen: true, isBeforeFactor: true },
    },
    {
      path: '/me/sessions',
      name: 'sessions',
      component: () => import('./SessionsPage.vue'),
      meta: { title: '登录的设备', opensFrom: 'menu' },
    },
    {
      path: '/me/privacy',
      name: 'privacy',
      component: () => import('./PrivacyPage.vue'),
      meta: { title: '隐私说明', opensFrom: 'menu', isOpen: true, isBeforeFactor: true },
    },
  ],
  entries: [
    {
      at: { 'home.first': 10 },
      if: ({ isSignedIn }) => !isSignedIn,
      icon: 'warning',
      title: '登录已过期',
      value: '重新登录',
      to: { name: 'sign-in' },
    },
    {
      at: { 'home.first': 20 },
      if: ({ me }) => isPrivate(me) && me?.registeredAt === null,
      icon: 'place',
      title: '报到',
      value: '选你的社区',
      to: { name: 'register' },
    },
    {
      at: { 'me.account': 10 },
      if: ({ me }) => isPrivate(me),
      icon: 'place',
      title: ({ me }) => me?.registeredAt ? '报到信息' : '去报到',
      to: { name: 'register' },
    },
    {
      at: { 'me.account': 15 },
      if: ({ me }) => isPrivate(me),
      icon: 'phone',
      title: '换手机号',
      to: { name: 'phone' },
    },
    {
      at: { 'me.account': 18 },
      if: ({ me }) => me?.factor !== undefined,
      icon: 'lock',
      title: '动态码',
      value: ({ me }) => me?.factor === 'on' ? '已开启' : '未开启',
      to: { name: 'factor' },
    },
    { at: { 'me.account': 20 }, for: roles, icon: 'shield', title: '登录的设备', to: { name: 'sessions' } },
    { at: { 'me.app': 10 }, icon: 'settings', title: '设置', to: { name: 'settings' } },
    { at: { 'me.app': 5 }, icon: 'help', title: '帮助与常见问题', to: { name: 'help' } },
    { at: { 'me.app': 20 }, icon: 'shield', title: '隐私说明', to: { name: 'privacy' } },
    { at: { 'me.app': 40 }, icon: 'info', title: '关于小蜜蜂', to: { name: 'about' } },
  ],
  commands: {
    'identity.register': { name: '报到', page: () => ({ name: 'me' }) },
  },
  refusals: () => import('./refusals.ts'),
} as const satisfies ClientFeature<OfflineOf<typeof identityCommands>, never, IdentityRefusal>

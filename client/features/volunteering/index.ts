import type { ClientFeature, KindsOf, OfflineOf } from '#client/app/feature.ts'
import type { volunteeringCommands } from '#shared/volunteering/commands.ts'
import type { VolunteeringRefusal } from '#shared/volunteering/refusals.ts'
import type { RouteLocationRaw } from 'vue-router'

const activityPage = ({ activityId }: { activityId: string }): RouteLocationRaw =>
  ({ name: 'activity', params: { id: activityId } })
const teamPage = ({ teamId }: { teamId: string }): RouteLocationRaw =>
  ({ name: 'team', params: { id: teamId } })

/** Loaded where an outbox is shown, so that it is no part of the first screen. */
const activityTitle = async (input: { activityId: string }) =>
  await (await import('./titles.ts')).activityTitle(input)
const teamTitle = async (input: { teamId: string }) => await (await import('./titles.ts')).teamTitle(input)

export default {
  routes: [
    {
      path: '/activities',
      name: 'activities',
      component: () => import('./ActivitiesPage.vue'),
      meta: { title: '用心做', opensFrom: 'menu', isOpen: true },
    },
    {
      path: '/activities/mine',
      name: 'my-activities',
      component: () => import('./MyActivitiesPage.vue'),
      meta: { title: '我的活动', opensFrom: 'menu' },
    },
    {
      path: '/activities/edit/:id?',
      name: 'edit-activity',
      component: () => import('./lead/EditActivityPage.vue'),
      props: true,
      meta: { title: '发布活动', opensFrom: 'page' },
    },
    {
      path: '/activities/:id',
      name: 'activity',
      component: () => import('./ActivityPage.vue'),
      props: true,
      meta: { title: '活动', opensFrom: 'page', isOpen: true },
    },
    {
      path: '/p/:code',
      name: 'attend-code',
      component: () => import('./AttendCodePage.vue'),
      props: true,
      meta: { title: '签到', opensFrom: 'page' },
    },
    {
      path: '/activities/:id/lead',
      name: 'lead-activity',
      component: () => import('./lead/LeadPage.vue'),
      props: true,
      meta: { title: '带队', opensFrom: 'page' },
    },
    {
      path: '/teams',
      name: 'teams',
      component: () => import('./teams/TeamsPage.vue'),
      meta: { title: '小队', opensFrom: 'menu' },
    },
    {
      path: '/teams/:id',
      name: 'team',
      component: () => import('./teams/TeamPage.vue'),
      props: true,
      meta: { title: '小队', opensFrom: 'page' },
    },
    {
      path: '/card',
      name: 'card',
      component: () => import('./cards/CardPage.vue'),
      meta: { title: '志愿者名片', opensFrom: 'menu' },
    },
    {
      path: '/v/:code',
      name: 'check-card',
      component: () => import('./cards/CheckCardPage.vue'),
      props: true,
      meta: { title: '志愿者名片', opensFrom: 'page', isOpen: true },
    },
    {
      path: '/beat',
      name: 'beat',
      component: () => import('./beats/BeatPage.vue'),
      meta: { title: '我的片区', opensFrom: 'menu' },
    },
    {
      path: '/patrols',
      name: 'patrols',
      component: () => import('./beats/PatrolsPage.vue'),
      meta: { title: '巡查记录', opensFrom: 'menu' },
    },
    {
      path: '/birthday',
      name: 'birthday',
      component: () => import('./birthdays/BirthdayPage.vue'),
      meta: { title: '生日关怀', opensFrom: 'menu' },
    },
  ],
  prefetch: { 'activities.mine': ['courier', 'resident', 'keeper', 'staff', 'admin'] },
  entries: [
    {
      at: { 'home.city': 30, 'home.mine': 25 },
      icon: 'heart',
      title: '用心做',
      to: { name: 'activities' },
    },
    { at: { 'me.mine': 84 }, icon: 'heart', title: '我的活动', to: { name: 'my-activities' } },
    { at: { 'me.mine': 85 }, icon: 'people', title: '小队', to: { name: 'teams' } },
    { at: { 'me.mine': 86 }, icon: 'card', title: '志愿者名片', to: { name: 'card' } },
    {
      at: { 'home.mine': 15, 'me.mine': 30 },
      for: ['laneAdviser', 'stairHead', 'guard'],
      icon: 'place',
      title: '我的片区',
      to: { name: 'beat' },
    },
    {
      at: { 'me.mine': 61 },
      for: ['staff', 'admin'],
      icon: 'place',
      title: '巡查记录',
      hint: '小巷顾问、楼栋长、应急防范员记的',
      to: { name: 'patrols' },
    },
    { at: { 'me.account': 60 }, icon: 'cake', title: '生日关怀', to: { name: 'birthday' } },
  ],
  commands: {
    'teams.ask': { name: '申请入队', title: teamTitle, page: teamPage, text: 'words' },
    'teams.leave': { name: '退出小队', title: teamTitle, page: teamPage },
    'activities.signUp': { name: '报名', title: activityTitle, page: activityPage },
    'activities.leave': { name: '取消报名', title: activityTitle, page: activityPage },
    'activities.accept': { name: '确认名额', title: activityTitle, page: activityPage },
    'activities.attend': { name: '签到', title: activityTitle, page: activityPage },
    'activities.finish': {
      name: '活动结束',
      title: activityTitle,
      page: ({ activityId }) => ({ name: 'lead-activity', params: { id: activityId } }),
      text: 'words',
    },
    'cards.withdraw': { name: '收回名片', page: () => ({ name: 'card' }) },
    'beats.note': { name: '巡查', page: () => ({ name: 'beat' }), text: 'words' },
  },
  notices: () => import('./notices.ts'),
  refusals: () => import('./refusals.ts'),
} as const satisfies ClientFeature<
  OfflineOf<typeof volunteeringCommands>,
  KindsOf<'teams' | 'activities' | 'birthdays'>,
  VolunteeringRefusal
>

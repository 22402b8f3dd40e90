import type { ClientFeature, KindsOf, OfflineOf } from '#client/app/feature.ts'
import type { voicesCommands } from '#shared/voices/commands.ts'
import type { VoicesRefusal } from '#shared/voices/refusals.ts'
import type { RouteLocationRaw } from 'vue-router'
import { voiceKindNames } from '#shared/voices/names.ts'

const voicePage = ({ voiceId }: { voiceId: string }): RouteLocationRaw =>
  ({ name: 'voice', params: { id: voiceId } })

export default {
  routes: [
    {
      path: '/complaints',
      name: 'complaints',
      component: () => import('./ComplaintsPage.vue'),
      meta: { title: '投诉建议', opensFrom: 'menu', isOpen: true },
    },
    {
      path: '/voices',
      name: 'voices',
      component: () => import('./VoicesPage.vue'),
      meta: { title: '说一说', opensFrom: 'menu', isOpen: true },
    },
    {
      path: '/voices/new',
      name: 'new-voice',
      component: () => import('./NewVoicePage.vue'),
      meta: { title: '说一句', opensFrom: 'page', isOpen: true },
    },
    {
      path: '/voices/code',
      name: 'voice-code',
      component: () => import('./VoiceCodePage.vue'),
      meta: { title: '查答复', opensFrom: 'page', isOpen: true },
    },
    {
      path: '/voices/desk',
      name: 'voices-desk',
      redirect: '/console/voices',
      meta: { title: '听大家说', opensFrom: 'menu' },
    },
    {
      path: '/voices/talk/:id',
      name: 'talk-voices',
      component: () => import('./TalkPage.vue'),
      props: true,
      meta: { title: '恳谈会', opensFrom: 'page', isOpen: true },
    },
    {
      path: '/voices/:id',
      name: 'voice',
      component: () => import('./VoicePage.vue'),
      props: true,
      meta: { title: '说一说', opensFrom: 'page', isOpen: true },
    },
  ],
  entries: [
    {
      at: { 'home.city': 40, 'home.mine': 27 },
      icon: 'voice',
      title: '说一说',
      to: { name: 'voices' },
    },
    {
      at: { 'home.mine': 12, 'me.mine': 35 },
      for: ['staff', 'unit', 'admin'],
      icon: 'desk',
      title: '听大家说',
      hint: '答复、合并、定日期',
      to: { name: 'voices-desk' },
    },
    { at: { 'me.app': 30 }, icon: 'voice', title: '投诉建议', to: { name: 'complaints', query: { from: 'me' } } },
  ],
  commands: {
    'voices.post': {
      name: ({ kind }) => voiceKindNames[kind],
      page: voicePage,
      text: 'text',
      isEditable: true,
    },
    'voices.support': { name: '我也是', page: voicePage },
    'voices.judge': { name: '评一评', page: voicePage },
    'voices.appeal': { name: '申诉', page: voicePage, text: 'words', isEditable: true },
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

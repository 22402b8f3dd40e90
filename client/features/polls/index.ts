import type { ClientFeature, KindsOf, OfflineOf } from '#client/app/feature.ts'
import type { pollsCommands } from '#shared/polls/commands.ts'
import type { PollsRefusal } from '#shared/polls/refusals.ts'

export default {
  routes: [
    {
      path: '/polls',
      name: 'polls',
      component: () => import('./PollsPage.vue'),
      meta: { title: '投票', opensFrom: 'menu', signInReason: 'vote' },
    },
    {
      path: '/polls/edit/:id?',
      name: 'edit-poll',
      component: () => import('./desk/EditPollPage.vue'),
      props: true,
      meta: { title: '发起投票', opensFrom: 'page' },
    },
    {
      path: '/polls/:id',
      name: 'poll',
      component: () => import('./PollPage.vue'),
      props: true,
      meta: { title: '投票', opensFrom: 'page', signInReason: 'vote' },
    },
  ],
  prefetch: { 'polls.open': ['courier', 'resident', 'keeper'] },
  entries: [
    { at: { 'home.mine': 27, 'me.mine': 82 }, icon: 'vote', title: '投票', to: { name: 'polls' } },
  ],
  commands: {
    'polls.vote': { name: '投票', page: ({ pollId }) => ({ name: 'poll', params: { id: pollId } }) },
  },
  notices: () => import('./notices.ts'),
  refusals: () => import('./refusals.ts'),
} as const satisfies ClientFeature<OfflineOf<typeof pollsCommands>, KindsOf<'polls'>, PollsRefusal>

import type { KindsOf, NoticeFaces } from '#client/app/feature.ts'

export const notices: NoticeFaces<KindsOf<'polls'>> = {
  'polls.counted': {
    text: ({ detail }) => `投票有结果了${detail}`,
    page: ({ ref }) => ref === null ? { name: 'polls' } : { name: 'poll', params: { id: ref } },
  },
}

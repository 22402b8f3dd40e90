import type { KindsOf, NoticeFaces } from '#client/app/feature.ts'

export const notices: NoticeFaces<KindsOf<'voices'>> = {
  'voices.replied': {
    text: ({ detail }) => `你的投诉建议有了回复${detail}`,
    page: () => ({ name: 'complaints', query: { from: 'notices' } }),
  },
}

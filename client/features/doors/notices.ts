import type { NoticeFaces } from '#client/app/feature.ts'

export const notices: NoticeFaces<'stations.suspended'> = {
  'stations.suspended': {
    text: ({ detail }) => `暂停扫码进站${detail}`,
    page: () => ({ name: 'complaints', query: { from: 'notices' } }),
  },
}

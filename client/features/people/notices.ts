import type { KindsOf, NoticeFace, NoticeFaces } from '#client/app/feature.ts'

const own: NoticeFace['page'] = () => ({ name: 'me' })

export const notices: NoticeFaces<KindsOf<'people'>> = {
  'people.given': { text: ({ detail }) => `你有了新岗位${detail}`, page: own },
  'people.ended': { text: ({ detail }) => `你的岗位结束了${detail}`, page: own },
  'people.toConfirm': {
    text: ({ detail }) => `有岗位等你确认${detail}`,
    page: ({ ref }) => ref === null ? { name: 'people' } : { name: 'person', params: { id: ref } },
  },
}

import type { KindsOf, NoticeFace, NoticeFaces } from '#client/app/feature.ts'

const own: NoticeFace['page'] = () => ({ name: 'me' })

export const notices: NoticeFaces<KindsOf<'people'>> = {
  'people.given': { text: ({ detail }) => `你有了新岗位${detail}`, page: own },
  'people.ended': { text: ({ detail }) => `你的岗位结束了${detail}`, page: own },
  'people.toConfirm': {
    text: ({ detail }) => `有岗位等你确认${detail}`,
    page: ({ ref }) => ref === null ? { name: 'people' } : { name: 'person', params: { id: ref } },
  },
  'people.resetAsked': {
    text: ({ detail }) => `有人申请重置动态码，要另一位市级管理员确认${detail}`,
    // The account concerned gets the notice too, and has no page to open.
    page: ({ ref }, me) => ref === null || ref === me?.accountId
      ? null
      : { name: 'person', params: { id: ref } },
  },
  'people.factorReset': {
    text: () => '你的动态码已重置，请重新设置',
    page: () => ({ name: 'factor' }),
  },
}

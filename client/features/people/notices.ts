import type { KindsOf, NoticeFaces } from '#client/app/feature.ts'

export const notices: NoticeFaces<KindsOf<'people'>> = {
  'people.resetAsked': {
    text: ({ detail }) => `有人申请重置动态码，要另一位市级管理员确认${detail}`,
    page: () => null,
  },
  'people.factorReset': {
    text: () => '你的动态码已重置，请重新设置',
    page: () => ({ name: 'factor' }),
  },
}

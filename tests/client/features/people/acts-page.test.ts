// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { freshPhone, openPage, text } from '../../../support/client/page.ts'
import { admin, ID } from './someone.ts'

const OTHER = '01900000-0000-7000-8000-00000000c009'
const line = { at: 1_000, reason: null, about: null, areaName: null }
freshPhone(() => ({
  'identity.me': admin,
  'people.acts': {
    acts: [
      {
        ...line,
        id: '01900000-0000-7000-8000-00000000c001',
        act: 'people.suspend',
        reason: '冒用他人身份',
        areaName: '江汉区 · 花楼街道',
        by: { accountId: ID, name: '王巷' },
        about: { kind: 'account', ref: OTHER, name: '李四' },
      },
      {
        ...line,
        id: '01900000-0000-7000-8000-00000000c002',
        act: 'reports.forget',
        reason: '不受理或撤回 1 件，办结 0 件',
        by: null,
      },
    ],
    hasMore: false,
  },
}), () => {})

it('says who did what, where and why, leads to them, and names what the clock did', async () => {
  await openPage('/people/acts', { holder: admin })
  await expect.poll(text).toMatch(/停用账号.*王巷 → 李四 · .*花楼街道\s*冒用他人身份/)
  expect(text()).toMatch(/到期删除个人信息和照片.*系统自动\s*不受理或撤回 1 件，办结 0 件/)
  const rows = [...document.querySelectorAll('.act')].map(row => row.getAttribute('href'))
  expect(rows).toEqual([`/people/${OTHER}`, null])
})

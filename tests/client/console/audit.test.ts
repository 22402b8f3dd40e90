// @vitest-environment dom
import type { PhoneServer } from '../../support/client/page.ts'
import { expect, it } from 'vitest'
import { freshPhone, openPage, tap, text } from '../../support/client/page.ts'
import { admin, ID } from '../features/people/someone.ts'

const OTHER = '01900000-0000-7000-8000-00000000c009'
const line = { at: 1_000, reason: null, about: null, areaName: null }
let server: PhoneServer
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
    total: 2,
    hasMore: false,
  },
}), given => server = given)

it('says who did what, where and why, leads to them, and names what the clock did', async () => {
  const { router } = await openPage('/people/acts', { holder: admin })
  await expect.poll(text).toContain('共 2 条')
  const lines = [...document.querySelectorAll('tbody tr')].map(({ textContent }) => textContent)
  expect(lines[0]).toMatch(/停用账号\s*王巷\s*李四.*花楼街道\s*冒用他人身份/)
  expect(lines[1]).toMatch(/到期删除个人信息和照片\s*系统自动\s*不受理或撤回 1 件，办结 0 件/)
  await router.push('/console/audit/01900000-0000-7000-8000-00000000c001')
  const way = () => document.querySelector('.desk-ways a')?.getAttribute('href')
  await expect.poll(way).toBe(`/people/${OTHER}`)
})

it('the arrows go from row to row, and the row that is open is named', async () => {
  await openPage('/console/audit/01900000-0000-7000-8000-00000000c002', { holder: admin })
  await expect.poll(text).toContain('共 2 条')
  const links = [...document.querySelectorAll<HTMLElement>('tbody a')]
  expect(links.map(link => link.getAttribute('aria-current'))).toEqual([null, 'true'])
  links[0]!.focus()
  links[0]!.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }))
  expect(document.activeElement).toBe(links[1])
})

it('a list that could not be read says so, and no number of lines', async () => {
  server.isDown = true
  await openPage('/console/goods', { holder: admin })
  await expect.poll(text).toContain('连不上网络')
  expect(text()).not.toContain('共 0 条')
})

it('a file that the server refuses is explained, and nothing is saved', async () => {
  server.doors['GET /api/exports/acts/csv'] = () =>
    ({ status: 403, body: { code: 'export.notForYourRole', message: '你的身份不能导出这张表。' } })
  await openPage('/console/audit', { holder: admin })
  await expect.poll(text).toContain('共 2 条')
  await tap('导出 CSV')
  await expect.poll(text).toContain('你的身份不能导出这张表。')
})

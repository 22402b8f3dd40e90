// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { expect, it } from 'vitest'
import {
  button,
  freshPhone,
  me,
  openPage,
  settled,
  submit,
  tap,
  text,
  type,
} from '../../../support/client/page.ts'
import { admin, found, held, ID, staff } from './someone.ts'

const waiting = {
  ...held,
  id: '01900000-0000-7000-8000-00000000b002',
  kind: 'admin' as const,
  scope: '4201',
  scopeName: '武汉市',
  accountId: ID,
  name: '王巷',
  phoneHint: '138****0301',
  reason: '加强力量',
  givenBy: '市级值班',
  mayConfirm: true,
}
const asked: unknown[] = []
let server: PhoneServer
freshPhone(() => {
  asked.length = 0
  return {
    'identity.me': admin,
    'people.pending': [],
    'people.find': (input: { words?: string }) => {
      asked.push(input)
      const isMeant = input.words === undefined || '王巷'.endsWith(input.words)
      return isMeant ? found() : { people: [], total: 0, hasMore: false }
    },
  }
}, given => (server = given))

const open = async (holder = admin) => {
  server.answers['identity.me'] = holder
  const page = await openPage('/people', { holder })
  await expect.poll(text).toContain('王巷')
  return page
}
const search = async (words: string) => {
  await type('input[type=search]', words)
  await submit('form[role=search]')
}

it('shows who holds a post, with what and where, and leads to each', async () => {
  await open()
  const cells = [...document.querySelectorAll('tbody tr > *')].map(({ textContent }) => textContent.trim())
  expect(cells).toEqual(['王巷', '138****0301', '小巷顾问 · 花楼街道 花楼社区', '花楼街道 花楼社区'])
  expect(document.querySelector(`a[href="/console/people/${ID}"]`)).not.toBeNull()
  await openPage('/people?kind=staff&area=420103', { holder: admin })
  await settled()
  expect(asked).toEqual([{}, { kind: 'staff', areaId: '420103' }])
})

it('finds by the end of a name, and says what to do where nobody is found', async () => {
  await open()
  await search('巷')
  expect(text()).toContain('请输入整个手机号，或名字的后两个字')
  await search('王巷')
  expect(asked.at(-1)).toEqual({ words: '王巷' })
  await search('李四')
  expect(text()).toContain('没有找到“李四”')
  expect(asked.at(-1)).toEqual({ words: '李四' })
})

it('a number that nobody has can be given a post at once', async () => {
  const { router } = await open()
  await search('138 0000 0999')
  await expect.poll(text).toContain('没有找到这个号码，可以直接任命')
  await tap('任命这个号码')
  await expect.poll(() => router.currentRoute.value.path).toBe('/console/people/give')
})

it('a post that waits is confirmed by another admin, and the list grows shorter', async () => {
  server.answers['people.pending'] = [waiting]
  await open()
  await expect.poll(text).toMatch(/王巷 任市级管理员市级值班提交 · 加强力量/)
  server.acceptTo({ 'people.pending': [] })
  await tap('确认任命')
  await expect.poll(text).not.toContain('待另一位市级管理员确认')
  expect(server.commands).toMatchObject([{ name: 'people.confirm', input: { postId: waiting.id } }])
})

it('whoever gave it is told who has to confirm it', async () => {
  server.answers['people.pending'] = [{ ...waiting, mayConfirm: false }]
  await open()
  await expect.poll(text).toContain('要由另一位市级管理员确认')
  expect(() => button('确认任命')).toThrow()
})

it('staff see neither the import nor what waits; others read whose page it is', async () => {
  await open(staff)
  expect(text()).not.toContain('导入岗位名单')
  expect(text()).not.toContain('驿站管理员')
  server.answers['identity.me'] = me('courier')
  await openPage('/people', { holder: me('courier') })
  expect(text()).toContain('这里是社区工作人员、处置单位和市级管理员的页面')
})

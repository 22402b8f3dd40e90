// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { expect, it } from 'vitest'
import { freshPhone, openPage, submit, tap, text, type } from '../../../support/client/page.ts'
import { admin, ID, person } from './someone.ts'

let server: PhoneServer
freshPhone(() => ({ 'identity.me': admin, 'people.one': person() }), given => (server = given))
type Factor = NonNullable<ReturnType<typeof person>['factor']>

const on: Factor = { isOn: true, mayAskReset: true, reset: null }
const asked = (mayDecide: boolean): Factor => ({
  isOn: true,
  mayAskReset: false,
  reset: { askedBy: '市级值班', askedAt: Date.now(), reason: '手机丢了', mayDecide },
})
const withFactor = (factor: Factor) => ({ 'people.one': person({ factor }) })
async function open(factor: Factor, holder = admin) {
  Object.assign(server.answers, withFactor(factor), { 'identity.me': holder })
  await openPage(`/people/${ID}`, { holder })
  await expect.poll(text).toContain('动态码')
}
const sent = () => server.commands.map(({ name, input }) => [name, input])

it('a reset is asked for with a reason, waits for another admin, and may be taken back', async () => {
  await open(on)
  expect(text()).toContain('已开启')
  await tap('申请重置')
  await submit('form[aria-label=申请重置]')
  expect(text()).toContain('请写明原因')
  await type('form[aria-label=申请重置] textarea', '手机丢了')
  server.acceptTo(withFactor(asked(false)))
  await submit('form[aria-label=申请重置]')
  await expect.poll(text).toContain('待另一位市级管理员确认')
  expect(text()).not.toContain('确认重置')
  server.acceptTo(withFactor(on))
  await tap('撤回申请')
  await expect.poll(text).toContain('已开启')
  expect(sent()).toEqual([
    ['people.askReset', { accountId: ID, reason: '手机丢了' }],
    ['people.decideReset', { accountId: ID, isApproved: false }],
  ])
})

it('the other admin reads who asked and why, and confirms or declines', async () => {
  await open(asked(true))
  expect(text()).toMatch(/市级值班 \S+ 申请重置：手机丢了/)
  expect(text()).toContain('请先核实本人')
  server.acceptTo(withFactor({ isOn: false, mayAskReset: false, reset: null }))
  await tap('确认重置')
  await expect.poll(text).toContain('未开启')
  expect(sent()).toEqual([['people.decideReset', { accountId: ID, isApproved: true }]])
})

it('somebody whose own reset is asked for decides nothing; of a rider nothing is said', async () => {
  await open(asked(false), { ...admin, accountId: ID })
  await expect.poll(text).toContain('待另一位市级管理员确认')
  await expect.poll(text).not.toContain('撤回申请')
  server.answers['people.one'] = person()
  await openPage(`/people/${ID}`, { holder: admin })
  await expect.poll(text).toContain('停用账号')
  expect(document.querySelector('#factor-title')).toBeNull()
})

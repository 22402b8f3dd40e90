// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { said } from '#client/app/said.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { button, me, openPage, openServer, settled, tap, text, type } from '../../../support/client/page.ts'

let server: PhoneServer
let page: Awaited<ReturnType<typeof openPage>>
const agree = async () => {
  document.querySelector<HTMLInputElement>('input[type=checkbox]')!.click()
  await settled()
}
beforeEach(async () => {
  sessionStorage.clear()
  localStorage.clear()
  server = await openServer()
  server.doors['POST /api/session/code'] = () => ({
    status: 200,
    body: { sent: true, resendAfterS: 60, demoCode: '246810' },
  })
  page = await openPage('/sign-in?next=/points', { holder: null })
})
afterEach(async () => {
  page.close()
  await server.close()
})

it('a courier asks for a code, sees the demo one, waits to ask again, and goes on', async () => {
  server.doors['POST /api/session'] = () => ({ status: 200, body: { me: me('courier') } })
  // The page that somebody was kept from says nothing else: its name is said.
  expect(text()).toContain('登录后打开“积分”')
  await type('input[name=phone]', '13800000001')
  await tap('获取验证码')
  expect(text()).toContain('请先勾选同意，再获取验证码')
  expect(text()).not.toContain('演示验证码')
  await agree()
  await tap('获取验证码')
  await expect.poll(text).toContain('演示验证码 246810')
  expect(text()).toMatch(/(60|59) 秒后重发/)
  await tap('填入')
  await tap('登录')
  await expect.poll(() => page.router.currentRoute.value.path).toBe('/points')
  expect(page.session.me?.name).toBe('陈小蜂')
})

it('a wrong code is told in words, and what was typed is still there', async () => {
  server.doors['POST /api/session'] = () => ({
    status: 403,
    body: { code: 'session.codeWrong', message: '验证码不对或已过期。' },
  })
  await type('input[name=phone]', '13800000001')
  await type('input[name=code]', '111111')
  await agree()
  await tap('登录')
  await expect.poll(text).toContain('验证码不对或已过期。')
  expect(document.querySelector<HTMLInputElement>('input[name=phone]')?.value).toBe('13800000001')
  expect(document.querySelector<HTMLInputElement>('input[name=code]')?.value).toBe('111111')
})

it.each([
  ['+86 138 0000 0001', '【小蜜蜂】验证码 246810，5 分钟内有效。'],
  ['１３８００００ ０００１', '246 810'],
])('a number and a code pasted as %j and %j are cleaned, not cut', async (number, message) => {
  const sent: unknown[] = []
  server.doors['POST /api/session'] = (body) => {
    sent.push(body)
    return { status: 200, body: { me: me('courier') } }
  }
  await type('input[name=phone]', number)
  await type('input[name=code]', message)
  expect(document.querySelector<HTMLInputElement>('input[name=phone]')?.value).toBe('13800000001')
  expect(document.querySelector<HTMLInputElement>('input[name=code]')?.value).toBe('246810')
  await agree()
  await tap('登录')
  await expect.poll(() => sent).toEqual([{ phone: '13800000001', code: '246810' }])
})

it('a number that is none is not sent at all', async () => {
  await type('input[name=phone]', '1380000')
  await tap('获取验证码')
  expect(text()).toContain('请填 11 位的手机号')
  expect(button('获取验证码').disabled).toBe(false)
})

it('the number survives a look into another app that costs the page', async () => {
  await type('input[name=phone]', '13800000001')
  page.close()
  page = await openPage('/sign-in', { holder: null })
  await settled()
  expect(document.querySelector<HTMLInputElement>('input[name=phone]')?.value).toBe('13800000001')
})

it('a link from elsewhere can not lead out of the app', async () => {
  page.close()
  page = await openPage('/sign-in?next=//evil.example', { holder: null })
  server.doors['POST /api/session'] = () => ({ status: 200, body: { me: me('courier') } })
  await type('input[name=phone]', '13800000001')
  await type('input[name=code]', '123456')
  await agree()
  await tap('登录')
  await expect.poll(() => page.router.currentRoute.value.name).toBe('home')
})

it('登录 is grey until all is in, and says what is missing; nobody is asked to agree twice', async () => {
  const reason = () => document.querySelector('.sign-in__foot .hint')?.textContent?.trim()
  const missing = () => [button('登录').disabled, reason()]
  expect(missing()).toEqual([true, '填好手机号，获取验证码'])
  await type('input[name=phone]', '13800000001')
  expect(missing()).toEqual([true, '填好 6 位验证码就能登录'])
  await type('input[name=code]', '246810')
  expect(missing()).toEqual([true, '勾选同意《隐私说明》就能登录'])
  await agree()
  expect(missing()).toEqual([false, ''])
  page.close()
  page = await openPage('/sign-in', { holder: null })
  expect(document.querySelector<HTMLInputElement>('input[type=checkbox]')!.checked).toBe(true)
})

it('who has a second factor is asked for its code too, and told what recovery codes are left', async () => {
  const sent: unknown[] = []
  server.doors['POST /api/session'] = (body) => {
    sent.push(body)
    const { factor } = body as { factor?: string }
    const refusal = (code: string) =>
      ({ status: 403, body: { code: `session.${code}`, message: '请再等等。' } })
    if (factor === undefined) return refusal('factorNeeded')
    if (factor === '111111') return refusal('factorWrong')
    return { status: 200, body: { me: me('admin', { factor: 'on' }), recoveryLeft: 9 } }
  }
  await type('input[name=phone]', '13800000001')
  await type('input[name=code]', '246810')
  await agree()
  await tap('登录')
  await expect.poll(text).toContain('打开验证器')
  expect(text()).not.toContain('请再等等。')
  expect([button('登录').disabled, document.querySelector('input[name=phone]')]).toEqual([true, null])
  await type('input[name=factor]', '111 111')
  await tap('登录')
  await expect.poll(text).toContain('请再等等。')
  await type('input[name=factor]', '12345 67890')
  await tap('登录')
  await expect.poll(() => page.session.me?.role).toBe('admin')
  expect(sent.map(body => (body as { factor?: string }).factor)).toEqual([undefined, '111111', '1234567890'])
  await expect.poll(() => said.value).toBe('用掉了一个恢复码，还剩 9 个')
})

it('an SMS code that ran out meanwhile is asked for anew', async () => {
  server.doors['POST /api/session'] = body => ({
    status: 403,
    body: 'factor' in (body as object)
      ? { code: 'session.codeWrong', message: '验证码不对或已过期。' }
      : { code: 'session.factorNeeded', message: '还要输动态码。' },
  })
  await type('input[name=phone]', '13800000001')
  await type('input[name=code]', '246810')
  await agree()
  await tap('登录')
  await expect.poll(text).toContain('打开验证器')
  await type('input[name=factor]', '654321')
  await tap('登录')
  await expect.poll(text).toContain('验证码不对或已过期。')
  expect(document.querySelector<HTMLInputElement>('input[name=code]')).not.toBeNull()
})

// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { useTheme } from '#client/app/device/theme.ts'
import { expect, it, onTestFinished } from 'vitest'
import { button, freshPhone, me, openPage, tap, text, type } from '../../../support/client/page.ts'

const rider = me('courier', { company: 'meituan', work: 'delivery' })
let server: PhoneServer
freshPhone(() => ({
  'identity.me': rider,
  'reports.tally': { filed: 20, mended: 12 },
  'notices.mine': { notices: [], unread: 3, hasMore: false },
}), given => server = given)

it('我的 says who one is, what one has brought about, and has what is one’s own in a grid', async () => {
  await openPage('/me', { holder: rider })
  await expect.poll(text).toContain('你报的 20 件')
  expect(text()).toContain('12 件修好了')
  expect(text()).toContain('美团 · 外卖骑手')
  expect(text()).toContain('花楼街道 花楼社区')
  const tiles = [...document.querySelectorAll('.tiles a')].map(({ textContent }) => textContent?.trim())
  for (const title of ['消息', '我的上报'])
    expect(tiles).toContainEqual(expect.stringContaining(title))
  expect(text().match(/投诉建议/g)).toHaveLength(2) // The entry, and the foot that every page has.
})

it('whoever has not registered is no 骑手小哥 yet, and is not shown the number twice', async () => {
  const newcomer = me('courier', { name: null, areaId: null, areaName: null, registeredAt: null })
  server.answers['identity.me'] = newcomer
  await openPage('/me', { holder: newcomer })
  expect(text().match(/138\*\*\*\*0001/g)).toHaveLength(1)
  expect(text()).not.toContain('骑手小哥')
  expect(button('去报到')).toBeDefined()
})

it('in care mode the question whether to leave stands in the page', async () => {
  useTheme().care = true
  onTestFinished(() => void (useTheme().care = false))
  await openPage('/me', { holder: rider })
  await tap('退出登录')
  expect(document.querySelector('dialog')).toBeNull()
  expect(text()).toContain('草稿会留在这台手机里')
})

it('a number is changed with a code to the old and one to the new, each refusal in words', async () => {
  const bodies: unknown[] = []
  server.doors['POST /api/session/phone/code'] = (body) => {
    bodies.push(body)
    return { status: 200, body: { sent: true, resendAfterS: 60, demoCode: '111111' } }
  }
  server.doors['POST /api/session/code'] = (body) => {
    bodies.push(body)
    return { status: 200, body: { sent: true, resendAfterS: 60, demoCode: '222222' } }
  }
  await openPage('/me/phone', { holder: rider })
  expect(button('更换').disabled).toBe(true)
  expect(text()).toContain('先验证旧号码')
  expect(text()).toContain('更换后，其他手机上的登录会退出')
  const codeButtons = () => [...document.querySelectorAll('button')].filter(({ textContent }) =>
    textContent?.includes('获取验证码'))
  codeButtons()[0]!.click()
  await expect.poll(text).toContain('演示验证码 111111')
  await type('input[name=oldCode]', '111111')
  codeButtons()[0]!.click()
  await expect.poll(text).toContain('请先填 11 位的新手机号')
  await type('input[name=phone]', '13800005678')
  codeButtons()[0]!.click()
  await expect.poll(text).toContain('演示验证码 222222')
  await type('input[name=code]', '222222')

  server.doors['POST /api/session/phone'] = () =>
    ({ status: 409, body: { code: 'session.phone.taken', message: '这个号码已经有账号了。' } })
  await tap('更换')
  await expect.poll(text).toContain('这个号码已经有账号了')
  server.doors['POST /api/session/phone'] = (body) => {
    bodies.push(body)
    server.answers['identity.me'] = { ...rider, phoneHint: '138****5678' }
    return { status: 200, body: { me: server.answers['identity.me'] } }
  }
  await tap('更换')
  await expect.poll(text).toContain('以后用 138****5678 登录')
  expect(bodies).toEqual([
    {},
    { phone: '13800005678' },
    { phone: '13800005678', code: '222222', oldCode: '111111' },
  ])
})

it('help answers what is asked most, with the real numbers', async () => {
  await openPage('/help', { holder: null })
  expect(text()).toContain('怎么得积分')
  expect(text()).toContain('治安线索 +100')
  expect(text()).toContain('每天最多得 300 分')
  await openPage('/about', { holder: null })
  expect(text()).toMatch(/版本 \d+\.\d+\.\d+/)
})

it('while the phone works for a code, a change of the number says what signing in says', async () => {
  const said = new Set<string>()
  const watching = new MutationObserver(() => said.add(text()))
  watching.observe(document.body, { subtree: true, childList: true, characterData: true })
  onTestFinished(() => watching.disconnect())
  let asked = 0
  server.doors['POST /api/session/phone/code'] = () => asked++ === 0
    ? { status: 428, body: { code: 'session.puzzle', message: '请稍等。', puzzle: 'any' } }
    : { status: 200, body: { sent: true, resendAfterS: 60, demoCode: '111111' } }
  await openPage('/me/phone', { holder: rider })
  document.querySelector<HTMLButtonElement>('.van-field button')!.click()
  await expect.poll(text).toContain('演示验证码 111111')
  expect([...said].some(words => words.includes('今天要验证码的人很多，请等大约十秒'))).toBe(true)
  expect(text()).not.toContain('请等大约十秒')
})

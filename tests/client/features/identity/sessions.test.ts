// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, tap, text } from '../../../support/client/page.ts'

const rider = me('courier')
const here = {
  id: 'a'.repeat(32),
  device: 'iPhone · Safari',
  network: '203.0.*',
  since: Date.now() - 60_000,
  seenAt: Date.now(),
  isThis: true,
}
const lost = { ...here, id: 'b'.repeat(32), device: 'Android 手机 · 微信', isThis: false }
let server: PhoneServer
freshPhone(() => ({ 'identity.me': rider, 'identity.sessions': [here, lost] }), given => (server = given))

const inputs = () => server.commands.map(({ name, input }) => [name, input])

it('a lost phone is signed out by a second tap, and leaves the list', async () => {
  await openPage('/me/sessions', { holder: rider })
  await expect.poll(text).toContain('Android 手机 · 微信')
  expect(text()).toContain('登录网络 203.0.*')
  expect(text()).toContain('就是这台')
  server.acceptTo({ 'identity.sessions': [here] })
  await tap('退出')
  expect(inputs()).toEqual([])
  await tap('确定退出')
  await expect.poll(text).not.toContain('Android 手机')
  expect(inputs()).toEqual([['identity.endSessions', { sessionId: lost.id }]])
})

it('out of all devices: this phone is signed out too', async () => {
  server.doors['DELETE /api/session'] = () => ({ status: 200, body: { signedOut: true } })
  const { router, session } = await openPage('/me/sessions', { holder: rider })
  await tap('全部退出')
  expect(text()).toContain('这台也是')
  await tap('全部退出')
  await expect.poll(() => router.currentRoute.value.name).toBe('home')
  expect([session.me, inputs()]).toEqual([null, [['identity.endSessions', { sessionId: null }]]])
})

it('without a network it says so, and nobody is signed out', async () => {
  const { session } = await openPage('/me/sessions', { holder: rider })
  await tap('全部退出')
  server.isDown = true
  await tap('全部退出')
  await expect.poll(text).toContain('没有收到回应')
  expect(session.isSignedIn).toBe(true)
})

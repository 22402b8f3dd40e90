// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import SignOut from '#client/features/identity/SignOut.vue'
import { store } from '#client/sync/store/store.ts'
import { expect, it, onTestFinished, vi } from 'vitest'
import { freshPhone, me, openPage, tap, text } from '../../../support/client/page.ts'

const rider = me('courier')
let server: PhoneServer
freshPhone(
  () => ({ 'identity.me': rider, 'notices.pushKey': { vapidPublicKey: null } }),
  given => (server = given),
)

/** A phone on which notifications are on. */
function subscribed() {
  const unsubscribe = vi.fn(async () => true)
  const registration = {
    pushManager: { getSubscription: async () => ({ unsubscribe, endpoint: 'https://push.example/1' }) },
  }
  Object.defineProperty(navigator, 'serviceWorker', {
    value: { getRegistration: async () => registration },
    configurable: true,
  })
  for (const name of ['PushManager', 'Notification']) vi.stubGlobal(name, class {})
  onTestFinished(() => {
    Reflect.deleteProperty(navigator, 'serviceWorker')
    vi.unstubAllGlobals()
  })
  return unsubscribe
}
const draft = {
  id: 'draft',
  accountId: rider.accountId,
  kind: null,
  text: '写了一半',
  seenAt: 1,
  shots: [],
  photos: [],
  changedAt: 1,
}
const drafts = async () => await (await store()).count('drafts')

it('an account whose deletion was done but not heard of is gone from the phone at the next tap', async () => {
  await (await store()).put('drafts', draft)
  const { router, session } = await openPage('/me/settings', { holder: rider })
  await tap('注销账号…')
  document.querySelector<HTMLInputElement>('input[type=checkbox]:not([role])')!.click()
  server.isDown = true
  await tap('永久注销')
  await expect.poll(text).toContain('没有收到回应')
  expect(await drafts()).toBe(1)

  server.isDown = false
  server.doors['POST /api/commands'] = () => ({ status: 401, body: { code: 'session.over', message: '' } })
  server.doors['DELETE /api/session'] = () => ({ status: 200, body: { signedOut: true } })
  await tap('永久注销')
  await expect.poll(() => router.currentRoute.value.name).toBe('home')
  expect(session.me).toBeNull()
  expect(await drafts()).toBe(0)
})

it('a session that ended by itself deletes nothing', async () => {
  await (await store()).put('drafts', draft)
  await openPage('/me/settings', { holder: rider })
  await tap('注销账号…')
  document.querySelector<HTMLInputElement>('input[type=checkbox]:not([role])')!.click()
  server.doors['POST /api/commands'] = () => ({ status: 401, body: { code: 'session.over', message: '' } })
  await tap('永久注销')
  expect(await drafts()).toBe(1)
})

it('whoever signs out takes their notifications along', async () => {
  const unsubscribe = subscribed()
  server.doors['DELETE /api/session'] = () => ({ status: 200, body: { signedOut: true } })
  const { router } = await openPage(SignOut, { holder: rider })
  await tap('退出登录')
  expect(unsubscribe).not.toHaveBeenCalled() // It asks first.
  await tap('确定退出')
  await expect.poll(() => router.currentRoute.value.name).toBe('home')
  await expect.poll(() => unsubscribe.mock.calls.length).toBe(1)
})

it('notifications stay on for whoever could not sign out', async () => {
  const unsubscribe = subscribed()
  await openPage(SignOut, { holder: rider })
  server.isDown = true
  await tap('退出登录')
  await tap('确定退出')
  await expect.poll(text).toContain('还没有退出')
  expect(unsubscribe).not.toHaveBeenCalled()
})

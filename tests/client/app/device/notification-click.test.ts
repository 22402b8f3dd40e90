// @vitest-environment dom
import { followNotifications } from '#client/app/device/notification-click.ts'
import OfferedPlace from '#client/app/OfferedPlace.vue'
import { isPageDirty } from '#client/sync/browser/dirty.ts'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { h } from 'vue'
import { RouterView } from 'vue-router'
import { button, freshPhone, me, openPage, settled, tap, text, type } from '../../../support/client/page.ts'

const rider = me('courier')
freshPhone(() => ({ 'identity.me': rider, 'voices.mine': [] }), () => {})

let worker: EventTarget
beforeEach(() => {
  worker = new EventTarget()
  Object.defineProperty(navigator, 'serviceWorker', { value: worker, configurable: true })
  onTestFinished(() => void Reflect.deleteProperty(navigator, 'serviceWorker'))
})

/** The page of complaints as the app shows it, and a notification about a report tapped over it. */
async function open() {
  const app = { render: () => [h(RouterView), h(OfferedPlace)] }
  const page = await openPage('/complaints', { holder: rider, app })
  followNotifications(page.router)
  async function tapNotification(path = '/reports/7') {
    worker.dispatchEvent(new MessageEvent('message', { data: { type: 'GO', path } }))
    await settled()
  }
  return { tapNotification, at: () => page.router.currentRoute.value.fullPath }
}

it('a tapped notification goes to its place at once when nothing is being written', async () => {
  const { tapNotification, at } = await open()
  await tapNotification()
  await expect.poll(at).toBe('/reports/7')
})

it('a tapped notification asks before it leaves a half-written form, and nothing is lost', async () => {
  const { tapNotification, at } = await open()
  await type('textarea', '灯坏了，还没写完')
  await tapNotification()
  expect(at()).toBe('/complaints')
  expect(text()).toContain('去看这条消息吗？')
  await tap('留在这里')
  expect(at()).toBe('/complaints')
  expect(text()).not.toContain('去看这条消息吗？')
  expect(document.querySelector('textarea')!.value).toBe('灯坏了，还没写完')
})

it('whoever wants to go goes, to the notification tapped last', async () => {
  const { tapNotification, at } = await open()
  await type('textarea', '灯坏了')
  await tapNotification()
  await tapNotification('/orders/9')
  await tap('现在去看')
  await expect.poll(at).toBe('/orders/9')
  expect(isPageDirty()).toBe(false) // The form went with its page: the next notification needs no question.
  await tapNotification()
  await expect.poll(at).toBe('/reports/7')
})

it('words that were sent, or taken out again, keep no notification waiting', async () => {
  const { tapNotification, at } = await open()
  await type('textarea', '灯坏了')
  await type('textarea', '')
  await tapNotification()
  await expect.poll(at).toBe('/reports/7')
})

it('a notification about the page that is open asks nothing', async () => {
  const { tapNotification, at } = await open()
  await type('textarea', '灯坏了')
  await tapNotification('/complaints')
  expect(at()).toBe('/complaints')
  expect(() => button('现在去看')).toThrow()
})

// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { endPush, pushState, turnPushOn } from '#client/features/identity/push.ts'
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { freshPhone, me, openPage } from '../../../support/client/page.ts'

let server: PhoneServer
freshPhone(() => ({ 'notices.pushKey': { vapidPublicKey: 'key' } }), given => server = given)

const never = () => new Promise<never>(() => {})
const subscription = {
  toJSON: () => ({ endpoint: 'https://push.example/1', keys: { p256dh: 'aa', auth: 'bb' } }),
  unsubscribe: vi.fn(async () => true),
}
/** The browser's side of push; by itself it never answers. */
const browser = {
  getRegistration: never as () => Promise<unknown>,
  getSubscription: never as () => Promise<unknown>,
  subscribe: never as () => Promise<unknown>,
  requestPermission: never as () => Promise<string>,
}

beforeEach(async () => {
  await openPage({ render: () => null }, { holder: me('courier') })
  Object.assign(browser, {
    getRegistration: async () => ({ pushManager: browser }),
    getSubscription: never,
    subscribe: never,
    requestPermission: never,
  })
  subscription.unsubscribe.mockClear()
  const container = { getRegistration: () => browser.getRegistration() }
  Object.defineProperty(navigator, 'serviceWorker', { value: container, configurable: true })
  vi.stubGlobal('PushManager', class {})
  const requestPermission = () => browser.requestPermission()
  vi.stubGlobal('Notification', { permission: 'default', requestPermission })
  onTestFinished(() => {
    Reflect.deleteProperty(navigator, 'serviceWorker')
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})

/** The answer, however long the timers of the page run before it. */
async function afterAll<Answer>(asking: Promise<Answer>): Promise<Answer> {
  let answer: { is: Answer } | undefined
  void asking.then(is => answer = { is })
  await vi.waitFor(async () => {
    await vi.advanceTimersByTimeAsync(5_000)
    expect(answer).toBeDefined()
  })
  return answer!.is
}

it('a browser that says nothing about a subscription has none; without a worker it has no push', async () => {
  expect(await afterAll(pushState())).toBe('off')
  browser.getRegistration = never
  expect(await afterAll(pushState())).toBe('absent')
  expect(await afterAll(endPush())).toBeUndefined()
})

it('a question that nobody answers is not taken for a no', async () => {
  expect(await afterAll(turnPushOn())).toBe('unanswered')
  browser.requestPermission = async () => 'denied'
  expect(await afterAll(turnPushOn())).toBe('blocked')
})

it('a push service that does not answer is out of reach; what it gives later is ended', async () => {
  browser.requestPermission = async () => 'granted'
  let give = (_given: unknown) => {}
  browser.subscribe = () => new Promise(resolve => give = resolve)
  expect(await afterAll(turnPushOn())).toBe('unreachable')
  expect(subscription.unsubscribe).not.toHaveBeenCalled()
  give(subscription)
  await vi.waitFor(() => expect(subscription.unsubscribe).toHaveBeenCalledOnce())
  expect(server.commands).toEqual([])
})

it('signing out does not wait for a subscription that can not be ended', async () => {
  browser.getSubscription = async () => ({ ...subscription, unsubscribe: never })
  expect(await afterAll(endPush())).toBeDefined()
})

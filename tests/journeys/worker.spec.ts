import type { Phone } from '../support/journeys/phone.ts'
import { chromiumArguments, chromiumPath } from '../support/chromium.ts'
import { expect, test } from '../support/journeys/journey.ts'
import { systemOf } from '../support/journeys/system.ts'

test.use({
  serviceWorkers: 'allow',
  permissions: ['geolocation', 'notifications'],
  // Without a window there are no notifications.
  launchOptions: { executablePath: chromiumPath(), args: chromiumArguments },
})

const complaints = async (phone: Phone) => (await phone.ask('voices.mine', {})).map(({ text }) => text)
const shown = (phone: Phone) =>
  phone.page.evaluate(async () =>
    (await (await navigator.serviceWorker.ready).getNotifications()).map(({ title, body, data }) => ({
      title,
      body,
      url: (data as { url: string }).url,
    })),
  )

/**
 * Taps the one notification that is shown. Chromium lets only a finger on its own notification bring windows
 * forward, so the event is made in the worker, and what it asks of the system is written down in place of
 * being done.
 */
async function tap({ context, url }: Pick<Phone, 'context' | 'url'>): Promise<string[]> {
  const worker = context.serviceWorkers().find(worker => worker.url() === `${url}/service-worker.js`)!
  return await worker.evaluate(async () => {
    const scope = globalThis as unknown as ServiceWorkerGlobalScope
    const asked: string[] = []
    scope.clients.openWindow = async (url) => {
      asked.push(`open ${String(url)}`)
      return null
    }
    WindowClient.prototype.focus = async function () {
      asked.push('focus')
      return this
    }
    const [notification] = await scope.registration.getNotifications()
    const event = new NotificationEvent('notificationclick', { notification: notification! })
    const work: Promise<unknown>[] = []
    Object.defineProperty(event, 'waitUntil', { value: (promise: Promise<unknown>) => work.push(promise) })
    scope.dispatchEvent(event)
    await Promise.all(work)
    return asked
  })
}

/** With a network, the browser answers the page's own wish for an event at once; that one is over then. */
const noEventComes = async ({ page }: Phone) => await expect.poll(() => page.evaluate(async () => {
  const registration: object = await navigator.serviceWorker.ready
  return await (registration as { sync: { getTags: () => Promise<string[]> } }).sync.getTags()
})).toEqual([])

/** One complaint that the page could not send; only the page's own requests fail. */
async function waiting(phone: Phone, words: string) {
  await phone.installed()
  await phone.page.route('**/api/commands', route => route.abort())
  await phone.open('/complaints')
  await phone.complain(words)
  await noEventComes(phone) // Between two pages the worker would send it itself.
  await phone.open('/outbox')
  await expect(phone.page.getByText(words)).toBeVisible()
  await noEventComes(phone)
}

test('with the app closed, what waits is sent when the system says that there is a network', async ({
  phone,
}) => {
  await waiting(phone, '关了也要送到')
  const elsewhere = await phone.context.newPage()
  const system = await systemOf(elsewhere, phone.url)
  expect(await complaints(phone)).toEqual([]) // Closed, the browser may say so by itself as well.
  await phone.page.close()
  await system.sync('outbox')
  await expect.poll(() => complaints(phone)).toEqual(['关了也要送到'])
})

test('with the app open the page is told instead, once per tag, and the worker sends nothing', async ({
  phone,
}) => {
  await waiting(phone, '页面自己送')
  const system = await systemOf(phone.page, phone.url)
  await phone.page.evaluate(() => {
    const told: unknown[] = []
    Reflect.set(window, 'told', told)
    new BroadcastChannel('little-bee').addEventListener(
      'message',
      ({ data }) => (data as { about: string }).about === 'sync' && told.push(data),
    )
  })
  const tried = phone.page.waitForEvent('requestfailed', request => request.url().endsWith('/api/commands'))
  // Events come in turn: what this one said would be heard before the next.
  await system.sync('something else')
  await system.sync('outbox')
  await expect
    .poll(() => phone.page.evaluate(() => Reflect.get(window, 'told') as unknown))
    .toEqual([{ about: 'sync' }])
  await tried
  expect(await complaints(phone)).toEqual([])
  await phone.page.unroute('**/api/commands')
  await system.sync('outbox')
  await expect.poll(() => complaints(phone)).toEqual(['页面自己送'])
})

test('a push is shown as it says, once; one that can\'t be read still says that there is news', async ({
  phone,
}) => {
  await phone.installed()
  const system = await systemOf(phone.page, phone.url)
  const news = { title: '小蜜蜂', body: '上报 #12 有新消息', url: '/reports/12' }
  await system.push(JSON.stringify(news))
  await expect.poll(() => shown(phone)).toEqual([news])
  await system.push(JSON.stringify(news))
  await system.push('not for us')
  await expect.poll(() => shown(phone)).toHaveLength(2)
  expect(await shown(phone)).toEqual(
    expect.arrayContaining([news, { title: '小蜜蜂', body: '你有新消息', url: '/notices' }]),
  )
  for (const tag of ['one', 'another']) await system.push(JSON.stringify({ ...news, tag }))
  await expect.poll(() => shown(phone)).toHaveLength(4)
})

test('a tapped notification brings the open page forward and to its place, without a reload', async ({
  phone,
}) => {
  await phone.installed()
  const system = await systemOf(phone.page, phone.url)
  await phone.page.evaluate(() => Reflect.set(window, 'wasHereBefore', true))
  await system.push(JSON.stringify({ title: '小蜜蜂', body: '你有一条新消息', url: '/notices' }))
  await expect.poll(() => shown(phone)).toHaveLength(1)
  expect(await tap(phone)).toEqual(['focus'])
  await expect(phone.page).toHaveURL(`${phone.url}/notices`)
  await expect(phone.page.getByRole('heading', { level: 1, name: '消息' })).toBeVisible()
  expect(await phone.page.evaluate(() => Reflect.get(window, 'wasHereBefore'))).toBe(true)
  await expect.poll(() => shown(phone)).toEqual([])
})

test('a tapped notification opens the app where it is closed, but never another site', async ({ phone }) => {
  await phone.installed()
  const elsewhere = await phone.context.newPage()
  const system = await systemOf(elsewhere, phone.url)
  await system.push(JSON.stringify({ title: '小蜜蜂', body: '假消息', url: 'https://example.com/notices' }))
  await expect.poll(() => shown(phone)).toHaveLength(1)
  expect(await tap(phone)).toEqual([])
  await system.push(JSON.stringify({ title: '小蜜蜂', body: '真消息', url: '/notices' }))
  await expect.poll(() => shown(phone)).toMatchObject([{ body: '真消息' }])
  await phone.page.close()
  expect(await tap(phone)).toEqual([`open ${phone.url}/notices`])
})

// @vitest-environment dom
import type { PhoneServer } from '../../support/client/page.ts'
import App from '#client/App.vue'
import { vCopy } from '#client/app/copy.ts'
import { useOnline } from '#client/app/device/network.ts'
import { said, say } from '#client/app/said.ts'
import { noteScroll, scrollBehavior } from '#client/app/scroll.ts'
import { saveSession } from '#client/sync/store/session.ts'
import { expect, it, onTestFinished, vi } from 'vitest'
import { defineComponent, h, withDirectives } from 'vue'
import { freshPhone, me, openPage, settled, text } from '../../support/client/page.ts'
import { mall, points } from '../features/mall/mall-stock.ts'

const rider = me('courier')
let server: PhoneServer
let asked: string[] = []
const noting = (name: string, answer: unknown) => () => {
  asked.push(name)
  return answer
}
freshPhone(() => ({
  'identity.me': rider,
  'notices.mine': noting('notices.mine', { notices: [], unread: 0, hasMore: false }),
  'mall.items': noting('mall.items', mall),
  'mall.myOrders': { orders: [], hasMore: false },
  'points.mine': points(),
  'reports.mine': { reports: [], hasMore: false },
}), given => server = given)

/** A finger that moves down over the page and lets go. */
async function pull(metres: number) {
  const page = document.querySelector('.page')!
  const event = (name: string, y: number) => {
    const touch = { clientX: 100, clientY: y }
    const touches = name === 'touchend' ? [] : [touch]
    page.dispatchEvent(Object.assign(new Event(name, { bubbles: true }), { touches }))
  }
  event('touchstart', 100)
  await vi.dynamicImportSettled()
  await settled()
  event('touchmove', 100 + metres)
  await settled()
  const words = text()
  event('touchend', 100 + metres)
  await settled()
  return words
}

function goOffline() {
  const online = useOnline()
  online.value = false
  server.isDown = true
  onTestFinished(() => void (online.value = true))
}

it('a page that is pulled down asks again for what it shows, a little pull asks nothing', async () => {
  await openPage('/notices', { holder: rider })
  asked = []
  expect(await pull(60)).toContain('下拉刷新')
  expect(asked).toEqual([])
  expect(await pull(200)).toContain('松开刷新')
  expect(asked).toEqual(['notices.mine'])
  await expect.poll(text, { interval: 20 }).toContain('已刷新')
})

it('without a network one bar says so, with the age of what is shown and what waits', async () => {
  const { close } = await openPage('/notices', { holder: rider })
  close()
  vi.setSystemTime(Date.now() + 130_000)
  onTestFinished(() => void vi.useRealTimers())
  goOffline()
  const { outbox } = await openPage('/notices', { holder: rider })
  await outbox.enqueue('voices.complain', { complaintId: crypto.randomUUID(), text: '灯不亮', page: '' })
  await expect.poll(() => document.querySelector('.offline-strip')?.textContent).toContain('离线')
  await expect.poll(() => document.querySelector('.offline-strip')?.textContent)
    .toMatch(/离线 · 2 分钟前的内容 · 1 件待发送/)
  expect(text()).not.toContain('刷新')
})

it('a session that ended is said on top of every page, and one signs in from there', async () => {
  const { router, session } = await openPage('/notices', { holder: rider })
  const strip = () => document.querySelector<HTMLAnchorElement>('.offline-strip')
  expect(strip()).toBeNull()
  await saveSession({ me: rider, isSignedIn: false, signedInAt: 1 })
  await session.load()
  await expect.poll(() => strip()?.textContent).toContain('登录已过期，重新登录')
  strip()!.click()
  await expect.poll(() => router.currentRoute.value.fullPath).toBe('/sign-in?next=/notices')
  expect(strip()).toBeNull()
})

it('an address that leads nowhere says so, and leads on', async () => {
  const { router } = await openPage('/nowhere/at/all', { holder: rider })
  expect(text()).toContain('没有这个页面')
  const ways = [...document.querySelectorAll('main a')].map(({ textContent }) => textContent?.trim())
  expect(ways).toEqual(['回首页', '看我的上报'])
  expect(router.currentRoute.value.path).toBe('/nowhere/at/all')
})

it('what is said in passing is a toast, and in care mode a line that stays longer', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
  onTestFinished(() => void vi.useRealTimers())
  await openPage('/me/privacy', { holder: null })
  say('已复制')
  await expect.poll(text).toContain('已复制')
  await vi.advanceTimersByTimeAsync(3_000)
  expect(text()).not.toContain('已复制')

  document.documentElement.dataset.care = ''
  onTestFinished(() => void delete document.documentElement.dataset.care)
  say('已复制')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(text()).toContain('已复制')
})

it('the lists under a tab stay while another page is shown, and ask again when they are back', async () => {
  const { router } = await openPage('/mall', { holder: rider, app: App })
  const list = document.querySelector('main')
  asked = []
  await router.push('/notices')
  await settled()
  expect(document.querySelector('main')).not.toBe(list)
  expect(document.title).toBe('消息')
  await expect.poll(() => asked).toEqual(['notices.mine'])
  await router.push('/mall')
  await settled()
  expect(document.querySelector('main')).toBe(list)
  expect(document.title).toBe('积分商城')
  await expect.poll(() => asked).toEqual(['notices.mine', 'mall.items'])
})

it('a tap on a kept tab finds it as far down as it was left', async () => {
  const { router } = await openPage('/mall', { holder: rider })
  noteScroll(router)
  Object.defineProperty(window, 'scrollY', { value: 640, configurable: true })
  onTestFinished(() => void Reflect.deleteProperty(window, 'scrollY'))
  const [mallRoute, notices] = [router.resolve('/mall'), router.resolve('/notices')]
  await router.push('/notices')
  expect(await scrollBehavior(mallRoute as never, notices as never, null)).toEqual({ top: 640 })
  expect(await scrollBehavior(notices as never, mallRoute as never, null)).toEqual({ top: 0 })
})

it('the foot of a page has 投诉建议 and 12345 in one line', async () => {
  await openPage('/me/privacy', { holder: null })
  expect(document.querySelector('footer')?.textContent?.replace(/\s+/g, '')).toBe('小蜜蜂·投诉建议·12345')
})

it('a long press on a number copies it whole, and says so', async () => {
  const writeText = vi.fn(async () => {})
  Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true })
  onTestFinished(() => void Reflect.deleteProperty(navigator, 'clipboard'))
  await openPage(defineComponent({
    render: () => withDirectives(h('p', '482 913'), [[vCopy, '482913']]),
  }), { holder: null })
  document.querySelector('p')!.dispatchEvent(new Event('contextmenu', { cancelable: true }))
  await settled()
  expect(writeText).toHaveBeenCalledWith('482913')
  expect(said.value).toBe('已复制')
})

// @vitest-environment dom
import type { PhoneServer } from '../../support/client/page.ts'
import App from '#client/App.vue'
import { openApp } from '#client/app/open-app.ts'
import { routes } from '#client/router.ts'
import { createPinia, setActivePinia } from 'pinia'
import { expect, it, onTestFinished } from 'vitest'
import { createApp } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { freshPhone, me, tap, text } from '../../support/client/page.ts'
import { points } from '../features/mall/mall-stock.ts'

const rider = me('courier')
let server: PhoneServer
freshPhone(() => ({
  'identity.me': rider,
  'points.mine': points(),
  'notices.mine': { notices: [], unread: 0, hasMore: false },
  'reports.mine': { reports: [], hasMore: false },
  'mall.myOrders': { orders: [], hasMore: false },
}), given => server = given)

/** Opens a link on a phone that knows nobody. */
async function openLink(path: string) {
  const pinia = createPinia()
  setActivePinia(pinia)
  const router = createRouter({ history: createMemoryHistory(), routes })
  openApp(router, pinia)
  document.body.innerHTML = '<div id="app"></div>'
  const app = createApp(App).use(pinia).use(router)
  onTestFinished(() => app.unmount())
  await router.push(path)
  app.mount('#app')
  return router
}
const cookieOf = (holder: typeof rider | null) =>
  server.doors['GET /api/session'] = () => ({ status: 200, body: { me: holder } })

it('a link opens its page while the cookie holds, though the phone has forgotten who signed in', async () => {
  cookieOf(rider)
  const router = await openLink('/points')
  expect(router.currentRoute.value.fullPath).toBe('/points')
  await expect.poll(text).toContain('随手拍、志愿服务都能得积分')
})

it('a link leads a stranger to sign in, and says nothing of doubt', async () => {
  cookieOf(null)
  const router = await openLink('/points')
  expect(router.currentRoute.value.fullPath).toBe('/sign-in?next=/points&reason=points')
  expect(text()).not.toContain('登录过没有')
})

it('without a network it says that it does not know, and the page opens once there is one', async () => {
  cookieOf(rider)
  server.isDown = true
  const router = await openLink('/points')
  expect(router.currentRoute.value.name).toBe('sign-in')
  await expect.poll(text).toContain('连不上网络，不知道这台手机登录过没有')
  server.isDown = false
  await tap('再试一次')
  await expect.poll(() => router.currentRoute.value.fullPath).toBe('/points')
  await expect.poll(text).toContain('随手拍、志愿服务都能得积分')
})

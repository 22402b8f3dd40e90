// @vitest-environment dom
import PageShell from '#client/app/PageShell.vue'
import { mountInPieces } from '#client/app/pieces.ts'
import { routes } from '#client/router.ts'
import { nextTask } from '#client/sync/browser/quiet.ts'
import { createPinia, setActivePinia } from 'pinia'
import { expect, it, onTestFinished } from 'vitest'
import { createApp, h, nextTick } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { text } from '../../support/client/page.ts'
import 'fake-indexeddb/auto'

it('the first page comes in pieces, and leaves room for what is still to come', async () => {
  const pinia = createPinia()
  setActivePinia(pinia)
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push('/')
  document.body.innerHTML = '<div id="app"></div>'
  const app = createApp({ render: () => h(PageShell, { title: '小蜜蜂' }, () => '你好') })
  app.use(pinia).use(router)
  onTestFinished(() => app.unmount())
  const isBuilt = mountInPieces(() => app.mount('#app'))
  expect(text()).toContain('你好')
  expect(text()).not.toContain('商城')
  expect(document.querySelectorAll('.tabs')).toHaveLength(1)
  await nextTask()
  await nextTask()
  await nextTick()
  expect(text()).toContain('商城')
  expect(document.querySelectorAll('.tabs')).toHaveLength(1)
  await isBuilt
})

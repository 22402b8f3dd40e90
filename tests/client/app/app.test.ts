// @vitest-environment dom
import App from '#client/App.vue'
import { createPinia } from 'pinia'
import { expect, it } from 'vitest'
import { createApp, defineComponent, h, nextTick, ref } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import 'fake-indexeddb/auto'

const Page = defineComponent({
  props: { id: String },
  setup: ({ id }) => {
    const typed = ref(`写给 ${id} 的话`)
    return () => h('p', typed.value)
  },
})

it('another record is another page: text typed for one does not appear for the next', async () => {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/desk/:id', component: Page, props: true }],
  })
  const root = document.createElement('main')
  const app = createApp(App).use(createPinia()).use(router)
  await router.push('/desk/a')
  app.mount(root)
  expect(root.textContent).toContain('写给 a 的话')
  await router.push('/desk/b')
  await nextTick()
  expect(root.textContent).toContain('写给 b 的话')
  app.unmount()
})

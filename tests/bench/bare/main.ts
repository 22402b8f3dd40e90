import { createPinia, defineStore } from 'pinia'
import { createApp, h, ref } from 'vue'
import { createRouter, createWebHistory, RouterLink, RouterView } from 'vue-router'

const useSession = defineStore('session', () => ({ name: ref('骑手') }))

const HomePage = {
  setup: () => {
    const session = useSession()
    return () => h('main', [
      h('h1', '小蜜蜂'),
      h('p', `${session.name}，路上看见问题，拍给街道`),
      h(RouterLink, { to: '/' }, () => '随手拍'),
    ])
  },
}
const router = createRouter({ history: createWebHistory(), routes: [{ path: '/', component: HomePage }] })
createApp({ render: () => h(RouterView) }).use(createPinia()).use(router).mount('#app')

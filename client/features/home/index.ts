import type { ClientFeature } from '#client/app/feature.ts'
import HomePage from './HomePage.vue'

/** The first screen: the only page that is loaded before it is asked for. */
export default {
  routes: [
    { path: '/', name: 'home', component: HomePage, meta: { title: '首页', tab: 'home', isOpen: true } },
  ],
} satisfies ClientFeature

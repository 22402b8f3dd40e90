import type { ClientFeature } from '#client/app/feature.ts'
import HomePage from './HomePage.vue'

/** The first screen, the only page in the first bundle. */
export default {
  routes: [
    { path: '/', name: 'home', component: HomePage, meta: { title: '首页', tab: 'home', isOpen: true } },
  ],
} as const satisfies ClientFeature

import type { ClientFeature } from '#client/app/feature.ts'
import { useSession } from '#client/app/session/session.ts'
import HomePage from './HomePage.vue'

/** The first screen, the only page in the first bundle. */
export default {
  routes: [
    {
      path: '/',
      name: 'home',
      component: HomePage,
      // Fetched before the page shows, so that nothing moves on it; without them the rest is there.
      beforeEnter: async () => {
        const { accountId } = useSession()
        if (accountId === null) return
        await import('./mine.ts').then(({ readSaved }) => readSaved(accountId)).catch(() => {})
      },
      meta: { title: '首页', tab: 'home', isOpen: true },
    },
  ],
} as const satisfies ClientFeature

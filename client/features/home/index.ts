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
      // Reads the saved answers before the page shows, so that nothing moves on it; the page also shows
      // without them.
      beforeEnter: async () => {
        const { accountId } = useSession()
        if (accountId === null) return
        await import('./mine.ts').then(({ readSaved }) => readSaved(accountId)).catch(() => {})
      },
      meta: { title: '首页', tab: 'home', isOpen: true },
    },
  ],
} as const satisfies ClientFeature

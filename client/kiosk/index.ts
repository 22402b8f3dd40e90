import type { ClientFeature } from '#client/app/feature.ts'

/** The page of a tablet at a station's door. */
export default {
  routes: [
    {
      path: '/kiosk',
      name: 'kiosk',
      component: () => import('./KioskPage.vue'),
      meta: { title: '驿站平板', opensFrom: 'page', isOpen: true },
    },
  ],
} as const satisfies ClientFeature

import type { Router, RouteRecordRaw } from 'vue-router'
import type { SignInReason } from './app/session/sign-in-reasons.ts'
import { createRouter, createWebHistory } from 'vue-router'
import { noteScroll, scrollBehavior } from './app/scroll.ts'
import { features } from './features.ts'
import home from './features/home/index.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** What the page is called where something refers to it. */
    title?: string
    /** The page stands under this tab and shows the tab bar. */
    tab?: 'home' | 'my-reports' | 'scan' | 'mall' | 'me'
    /** `menu`: some feature's entry leads here, or it does not compile. */
    opensFrom?: 'menu' | 'page'
    /** May be seen without having signed in. */
    isOpen?: boolean
    /** May be seen by those who must set up a second factor first; it asks the server for nothing else. */
    isBeforeFactor?: boolean
    /** The reason given on the sign-in page when this page is wanted. */
    signInReason?: SignInReason
    /** Stays as it is while another page is shown. For lists; nothing is typed there. */
    isKept?: boolean
    /** Shows other pages inside it, one for each address, and stays while they change. */
    isFrame?: boolean
  }
}

/**
 * Every page. All but the first screen are loaded when they are opened; the service worker has them for
 * offline.
 */
export const routes: RouteRecordRaw[] = [
  ...home.routes,
  ...features.flatMap(({ routes }): readonly RouteRecordRaw[] => routes),
  {
    path: '/:lost(.*)*',
    name: 'lost',
    component: () => import('./app/LostPage.vue'),
    meta: { title: '没有这个页面', isOpen: true },
  },
]

export function openRouter(): Router {
  const router = createRouter({ history: createWebHistory(), scrollBehavior, routes })
  noteScroll(router)
  return router
}

import type { Router, RouteRecordRaw } from 'vue-router'
import type { SignInReason } from './app/session/sign-in-reasons.ts'
import { createRouter, createWebHistory } from 'vue-router'
import { scrollBehavior } from './app/scroll.ts'
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
    /** What the sign-in page says whoever wants this page is asked for. */
    signInReason?: SignInReason
  }
}

/**
 * Every page. All but the first screen are loaded when they are opened; the service worker has them for
 * offline.
 */
export const routes: RouteRecordRaw[] = [
  ...home.routes,
  ...features.flatMap(({ routes }): readonly RouteRecordRaw[] => routes),
  { path: '/:lost(.*)*', redirect: { name: 'home' } },
]

export const openRouter = (): Router => createRouter({ history: createWebHistory(), scrollBehavior, routes })

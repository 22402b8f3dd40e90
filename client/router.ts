import { createRouter, createWebHistory, START_LOCATION } from 'vue-router'
import HomePage from './features/home/HomePage.vue'

declare module 'vue-router' {
  interface RouteMeta {
    /** The page stands under this tab and shows the tab bar. */
    tab?: 'home' | 'my-reports' | 'scan' | 'mall' | 'me'
    /** May be seen without having signed in. */
    isOpen?: boolean
  }
}

/**
 * Every page. All but the first screen arrive when they are gone to; the service worker keeps them for
 * offline.
 */
export const router = createRouter({
  history: createWebHistory(),
  // A page just opened stands at its top already; saying so would make the browser lay it out twice.
  scrollBehavior: (_to, from, saved) => saved ?? (from === START_LOCATION ? false : { top: 0 }),
  routes: [
    { path: '/', name: 'home', component: HomePage, meta: { tab: 'home', isOpen: true } },
    {
      path: '/sign-in',
      name: 'sign-in',
      component: () => import('./features/identity/SignInPage.vue'),
      meta: { isOpen: true },
    },
    { path: '/register', name: 'register', component: () => import('./features/identity/RegisterPage.vue') },
    { path: '/report', name: 'capture', component: () => import('./features/reports/CapturePage.vue') },
    {
      path: '/report/:draftId',
      name: 'finish-report',
      component: () => import('./features/reports/FinishReportPage.vue'),
      props: true,
    },
    {
      path: '/reports',
      name: 'my-reports',
      component: () => import('./features/reports/MyReportsPage.vue'),
      meta: { tab: 'my-reports' },
    },
    {
      path: '/reports/:id',
      name: 'report',
      component: () => import('./features/reports/ReportPage.vue'),
      props: true,
    },
    { path: '/outbox', name: 'outbox', component: () => import('./features/outbox/OutboxPage.vue') },
    {
      path: '/scan',
      name: 'scan',
      component: () => import('./features/doors/ScanPage.vue'),
      meta: { tab: 'scan' },
    },
    {
      path: '/d/:code',
      name: 'enter',
      component: () => import('./features/doors/EnterPage.vue'),
      props: true,
    },
    {
      path: '/pass/:stationNumber',
      name: 'pass',
      component: () => import('./features/doors/PassPage.vue'),
      props: true,
    },
    {
      path: '/kiosk',
      name: 'kiosk',
      component: () => import('./kiosk/KioskPage.vue'),
      meta: { isOpen: true },
    },
    {
      path: '/mall',
      name: 'mall',
      component: () => import('./features/mall/MallPage.vue'),
      meta: { tab: 'mall' },
    },
    { path: '/mall/:id', name: 'item', component: () => import('./features/mall/ItemPage.vue'), props: true },
    { path: '/orders', name: 'orders', component: () => import('./features/mall/OrdersPage.vue') },
    {
      path: '/orders/:id',
      name: 'order',
      component: () => import('./features/mall/OrderPage.vue'),
      props: true,
    },
    { path: '/stations', name: 'stations', component: () => import('./features/stations/StationsPage.vue') },
    {
      path: '/stations/:id',
      name: 'station',
      component: () => import('./features/stations/StationPage.vue'),
      props: true,
    },
    {
      path: '/s/:number',
      name: 'station-number',
      component: () => import('./features/stations/NumberPage.vue'),
      props: true,
    },
    { path: '/visits', name: 'visits', component: () => import('./features/stations/VisitsPage.vue') },
    { path: '/points', name: 'points', component: () => import('./features/points/PointsPage.vue') },
    { path: '/notices', name: 'notices', component: () => import('./features/notices/NoticesPage.vue') },
    {
      path: '/me',
      name: 'me',
      component: () => import('./features/identity/MePage.vue'),
      meta: { tab: 'me', isOpen: true },
    },
    {
      path: '/me/settings',
      name: 'settings',
      component: () => import('./features/identity/SettingsPage.vue'),
      meta: { isOpen: true },
    },
    {
      path: '/me/privacy',
      name: 'privacy',
      component: () => import('./features/identity/PrivacyPage.vue'),
      meta: { isOpen: true },
    },
    {
      path: '/complaints',
      name: 'complaints',
      component: () => import('./features/voices/ComplaintsPage.vue'),
      meta: { isOpen: true },
    },
    { path: '/desk', name: 'desk', component: () => import('./features/reports/desk/DeskPage.vue') },
    {
      path: '/desk/:id',
      name: 'desk-report',
      component: () => import('./features/reports/desk/DeskReportPage.vue'),
      props: true,
    },
    { path: '/counter', name: 'counter', component: () => import('./features/mall/keeper/CounterPage.vue') },
    {
      path: '/counter/hand-over',
      name: 'hand-over',
      component: () => import('./features/mall/keeper/HandOverPage.vue'),
    },
    {
      path: '/counter/shelf',
      name: 'shelf',
      component: () => import('./features/mall/keeper/ShelfPage.vue'),
    },
    {
      path: '/keeping',
      name: 'keeping',
      component: () => import('./features/stations/keeper/KeepingPage.vue'),
    },
    {
      path: '/keeping/hours',
      name: 'keeping-hours',
      component: () => import('./features/stations/keeper/KeepingHoursPage.vue'),
    },
    {
      path: '/keeping/faults',
      name: 'keeping-faults',
      component: () => import('./features/stations/keeper/KeepingFaultsPage.vue'),
    },
    {
      path: '/stations/:id/poster',
      name: 'poster',
      component: () => import('./features/stations/keeper/PosterPage.vue'),
      props: true,
    },
    {
      path: '/organiser/mall',
      name: 'mall-book',
      component: () => import('./features/mall/desk/MallBookPage.vue'),
    },
    {
      path: '/organiser/mall/:id',
      name: 'book-item',
      component: () => import('./features/mall/desk/BookItemPage.vue'),
      props: true,
    },
    {
      path: '/organiser/mall/:id/edit',
      name: 'edit-item',
      component: () => import('./features/mall/desk/EditItemPage.vue'),
      props: true,
    },
    {
      path: '/organiser/points',
      name: 'points-desk',
      component: () => import('./features/points/desk/PointsDeskPage.vue'),
    },
    {
      path: '/organiser/stations',
      name: 'stations-book',
      component: () => import('./features/stations/desk/StationsBookPage.vue'),
    },
    {
      path: '/organiser/meal',
      name: 'give-meal',
      component: () => import('./features/mall/desk/GiveMealPage.vue'),
    },
    { path: '/:lost(.*)*', redirect: { name: 'home' } },
  ],
})

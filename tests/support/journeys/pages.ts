import type { Phone } from './phone.ts'
import AxeBuilder from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { STATIONS } from './people.ts'
import { turn } from './phone.ts'

/** Where something of the city's or of a person's own is shown, by its id. */
export interface Things {
  reportId: string
  draftId: string
  deskReportId: string
  deskPhoto: string
  activityId: string
  teamId: string
  pollId: string
  voiceId: string
}
export interface Bought { itemId: string, orderId: string }
/** A station, as each of its pages names it; `code`: what somebody scanned there, from another city. */
export interface Station {
  id: string
  number: string
  stationNumber: string
  code: string
}
const near: Station = {
  id: STATIONS.near.id,
  number: String(STATIONS.near.number),
  stationNumber: String(STATIONS.near.number),
  code: 'A'.repeat(35),
}

const open = ['/', '/sign-in', '/me', '/me/settings', '/me/privacy', '/complaints', '/voices', '/voices/new']
/** Open too, and the same for everybody. */
const still = [
  '/announcements',
  '/case',
  '/help',
  '/about',
  '/data',
  '/data/clock',
  '/nowhere',
  '/voices/code',
  `/v/${'A'.repeat(110)}`,
]
/** Every page of client/router.ts, for each who may see it. */
export const pagesFor = {
  nobody: () => [...open, ...still, '/kiosk'],
  rider: ({ reportId, draftId, activityId, teamId, pollId, voiceId }: Things, station = near) => [
    ...open.filter(path => path !== '/sign-in'),
    '/me/sessions',
    '/me/phone',
    '/register',
    '/report',
    '/report?kind=emergency',
    `/report/${draftId}`,
    '/reports',
    `/reports/${reportId}`,
    `/reports/${reportId}/filed`,
    `/reports/${reportId}/done/rated`,
    '/outbox',
    '/points',
    '/notices',
    '/card',
    '/birthday',
    '/stations',
    '/stations?need=water&open=1',
    '/stations?view=map',
    `/stations/${station.id}`,
    `/s/${station.number}`,
    '/visits',
    '/scan',
    '/activities',
    `/activities/${activityId}`,
    `/voices/${voiceId}`,
    `/voices/talk/${activityId}`,
    '/activities/mine',
    '/teams',
    `/teams/${teamId}`,
    '/polls',
    `/polls/${pollId}`,
    '/beat',
    `/p/${station.code}`,
    `/pass/${station.stationNumber}`,
    `/d/${station.code}`,
  ],
  buyer: ({ itemId, orderId }: Bought) => [
    '/',
    '/mall',
    `/mall/${itemId}`,
    '/orders',
    `/orders/${orderId}`,
    '/points',
  ],
  keeper: (station = near) => [
    '/',
    '/me',
    '/counter',
    '/counter/hand-over',
    '/counter/hand-over?by=digits',
    '/counter/shelf',
    '/keeping',
    '/keeping/hours',
    '/keeping/faults',
    `/stations/${station.id}/poster`,
  ],
  organiser: ({ itemId }: Bought, accountId: string) => [
    '/',
    '/me',
    '/me/factor',
    '/console/goods',
    `/console/goods/${itemId}`,
    `/console/goods/${itemId}/edit`,
    '/console/goods/new',
    '/console/points/ledger',
    '/console/points/corrections',
    '/console/points/totals',
    '/console/rulings',
    '/console/rulings/history',
    '/console/rulings/limits',
    '/console/rulings/templates',
    '/console/rulings/routing',
    '/console/rulings/thresholds',
    '/console/rulings/voices',
    '/desk/raised',
    '/console',
    '/console/stations/list',
    '/console/stations/doors',
    `/console/stations/list/${near.id}`,
    `/console/stations/list/${near.id}/edit`,
    '/console/stations/new',
    '/console/stations/import',
    '/console/people',
    '/console/announcements',
    '/console/announcements/new',
    '/console/figures?from=2026-01&to=2026-11&beside=year',
    '/console/figures/month?month=2026-11',
    '/console/figures/rows?state=filed',
    '/console/people/give',
    '/console/people/import',
    '/console/audit',
    `/console/people/${accountId}`,
    '/people/units',
  ],
  staff: ({ deskReportId, deskPhoto, activityId, pollId, voiceId }: Omit<Things, 'draftId'>) => [
    '/',
    '/me',
    '/notices',
    '/organiser/meal',
    '/console/people',
    '/console/stations/list',
    '/desk',
    `/activities/${activityId}/lead`,
    `/activities/edit/${activityId}`,
    '/patrols',
    '/console/activities',
    '/polls',
    `/polls/${pollId}`,
    `/polls/edit/${pollId}`,
    '/console/polls',
    `/console/polls/${pollId}`,
    '/console/voices',
    `/console/voices/${voiceId}`,
    `/voices/${voiceId}`,
    '/desk?view=running',
    '/desk?view=done',
    '/desk/new',
    '/console',
    '/console/announcements',
    '/console/announcements/new',
    `/desk/${deskReportId}`,
    `/desk/${deskReportId}/photos/${deskPhoto}`,
  ],
}

export const looks = ['light', 'dark', 'care'] as const
export type Look = (typeof looks)[number]

/** Sets a look as a hand in the settings of another tab would have; it is there when this is done. */
export async function wear({ page }: Phone, look: Look): Promise<void> {
  await page.evaluate((chosen) => {
    const key = 'little-bee-theme'
    const choice = { theme: chosen === 'dark' ? 'dark' : 'light', care: chosen === 'care' }
    localStorage.setItem(key, JSON.stringify(choice))
    window.dispatchEvent(new StorageEvent('storage', { key }))
  }, look)
}

/**
 * Until what fades or moves has ended: fading, words have too little contrast. What runs for long, or for
 * ever, is a countdown or a wait; the page is looked at while it runs.
 */
async function atRest({ page }: Phone): Promise<void> {
  await page.evaluate(async () => {
    const endsSoon = ({ effect }: Animation) => Number(effect?.getComputedTiming().endTime) <= 1_000
    // In one frame it is put there, in the next it begins to move; and one may follow from another.
    for (let round = 0; round < 2; round++) {
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
      const moving = document.getAnimations().filter(endsSoon)
      if (moving.length === 0) break
      await Promise.allSettled(moving.map(({ finished }) => finished))
    }
  })
}

/** Until the page shows what it is there for: its title, and no skeleton any more. */
async function shown({ page }: Phone): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('status', { name: '正在加载' })).toHaveCount(0)
}

/** Opens a page by its address, and waits until it is there. */
export async function visit(phone: Phone, path: string): Promise<void> {
  await phone.open(path)
  await shown(phone)
}

/**
 * Goes to a page from another one of the open app, and waits until it is there. To start the app again, and
 * axe in it, is more than half of what looking at a page costs.
 */
export async function turnTo(phone: Phone, path: string): Promise<void> {
  await turn(phone.page, path)
  await shown(phone)
}

/**
 * What axe finds on the page once it is at rest: all of it, or what these rules say. Legacy means: in
 * this page alone, without opening a second one to put the findings of frames together; no page of the app
 * has frames. No selectors, and nothing of what is well: nobody reads them, and they are a third of its time.
 */
export async function axe(phone: Phone, rules?: string[]) {
  const { page } = phone
  await atRest(phone)
  // It would be brought in twice for each question, which is another third.
  const isHere = await page.evaluate(() => 'axe' in window)
  const builder = new AxeBuilder({ page, ...(isHere && { axeSource: 'void 0' }) })
    .setLegacyMode()
    .options({ resultTypes: ['violations'], selectors: false })
  return await (rules ? builder.withRules(rules) : builder).analyze()
}

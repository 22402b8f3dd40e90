import type { Browser } from '@playwright/test'
import type { Api, Phone } from './phone.ts'
import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'
import { startServer } from '../server.ts'
import { listen } from './journey.ts'
import { earn, stock } from './mall.ts'
import { appoint, STATIONS } from './people.ts'
import { apiOf, openPhone, someAddress, somewhere } from './phone.ts'

/**
 * Somebody who has earned fifty points and bought a thing that lies at the near station: the order's page is
 * open, with its code.
 */
export async function buy(phone: Phone, { admin, staff }: { admin: Api, staff: Api }, name: string) {
  const item = await stock(admin, { name, price: 30, at: { near: 3 } })
  await earn(phone, staff)
  const orderId = randomUUID()
  const wish = { orderId, itemId: item.id, stationId: STATIONS.near.id, count: 1, price: 30 }
  await phone.send('mall.redeem', wish)
  await phone.goto(`/orders/${orderId}`)
  await expect(phone.page.getByRole('img', { name: '领取码' })).toBeVisible()
  const [order] = (await phone.ask('mall.myOrders', {})).orders
  return { item, order: order! }
}

/** A picture of the code as it stands on its owner's screen. */
export const screenshotOfCode = async ({ page }: Phone) => ({
  name: 'code.png',
  mimeType: 'image/png',
  buffer: await page.getByRole('img', { name: '领取码' }).screenshot(),
})

export const stateOf = async (phone: Phone, orderId: string) =>
  (await phone.ask('mall.myOrders', {})).orders.find(({ id }) => id === orderId)?.state

/** The hand-over page, fed with a picture as the album would. */
export async function scan(
  { page, goto }: Phone,
  picture: Awaited<ReturnType<typeof screenshotOfCode>>,
): Promise<void> {
  await goto('/counter/hand-over')
  await page.getByLabel('从相册选码的图片').setInputFiles(picture)
}

const laterClock = fileURLToPath(new URL('./later-clock.mjs', import.meta.url))

/**
 * A city of its own, whose clock can be moved. `passed` moves it while the server runs; with `later` the
 * server starts anew, and what is due by the clock happens by itself.
 */
export async function cityWithClock(browser: Browser, complaints: string[]) {
  const dataDir = mkdtempSync(join(tmpdir(), 'little-bee-journey-'))
  await appoint(dataDir)
  const start = (days: number, port = 0) => startServer({
    dataDir,
    port,
    isTold: true,
    env: { NODE_OPTIONS: `--import ${laterClock}`, LITTLE_BEE_DAYS_LATER: String(days) },
  })
  let server = await start(0)
  const { url } = server
  return {
    /** Without a number a newcomer's; with one that of somebody appointed, who never loses the network. */
    phone: async (number?: string) => {
      const context = await browser.newContext({
        extraHTTPHeaders: someAddress(),
        geolocation: somewhere(),
        ...(number && { serviceWorkers: 'block' }),
      })
      listen(context, complaints)
      const phone = openPhone(context, await context.newPage(), url)
      return { ...phone, number: await phone.signIn(number) }
    },
    /** Somebody of whom no page is looked at. */
    api: async (number: string): Promise<Api> => {
      const { request } = await browser.newContext({ extraHTTPHeaders: someAddress() })
      const doors = apiOf(request, url)
      await doors.signIn(number)
      return doors
    },
    later: async (days: number) => {
      await server.stop()
      server = await start(days, Number(new URL(url).port))
    },
    passed: (days: number) => server.tell({ daysLater: days }),
    remove: () => server.remove(),
  }
}

import type { Phone } from '../support/journeys/phone.ts'
import type { RunningServer } from '../support/server.ts'
import { writeFileSync } from 'node:fs'
import { test as base, expect } from '@playwright/test'
import sharp from 'sharp'
import { visit, wear } from '../support/journeys/pages.ts'
import { openPhone } from '../support/journeys/phone.ts'
import { startServer } from '../support/server.ts'

const BYTES_MAX = 120_000
const WIDTH = 390
const CONSOLE_WIDTH = 800
const SAMPLE_RIDER = '13800000001'
const SAMPLE_ADMIN = '13800000006'

/**
 * The pictures of the README, taken of the sample city: `SCREENS=1 npx playwright test --config
 * tests/playwright.config.ts screens`.
 */
const test = base.extend<{ rider: Phone }, { sampleCity: RunningServer }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures are needed.
  sampleCity: [async ({}, use) => {
    const server = await startServer({ env: { SAMPLE_CITY: '1' } })
    await use(server)
    await server.remove()
  }, { scope: 'worker' }],
  rider: async ({ context, page, sampleCity }, use) => {
    const rider = openPhone(context, page, sampleCity.url)
    await rider.signIn(SAMPLE_RIDER)
    await use(rider)
  },
})
test.skip(process.env.SCREENS !== '1', 'pictures are taken on purpose only')

/** Waits until every picture on the screen is there, and takes one of the whole. */
async function take({ page }: Pick<Phone, 'page'>, name: string, width = WIDTH) {
  await page.evaluate(async () => {
    await document.fonts.ready
    // Those below come only when somebody scrolls there.
    const inView = [...document.images].filter(image => image.getBoundingClientRect().top < innerHeight)
    await Promise.all(inView.map(image => image.decode().catch(() => {})))
  })
  const picture = await page.screenshot({ animations: 'disabled' })
  const small = await sharp(picture)
    .resize({ width })
    .png({ palette: true, colours: 128, effort: 10 })
    .toBuffer()
  expect(small.length).toBeLessThan(BYTES_MAX)
  writeFileSync(new URL(`screens/${name}.png`, import.meta.url), small)
}

test('the README shows the home page in three looks, the form, and a report', async ({ rider }) => {
  for (const look of ['light', 'dark', 'care'] as const) {
    await wear(rider, look)
    await visit(rider, '/')
    await expect(rider.page.getByRole('list', { name: '刚修好的' })).toBeVisible()
    await take(rider, `home-${look}`)
  }
  await wear(rider, 'light')
  // Without what its camera wrote into it: taken here and now.
  const buffer = await sharp('server/sample/photographs/market.jpg').rotate().jpeg().toBuffer()
  await rider.shoot({ name: 'market.jpg', mimeType: 'image/jpeg', buffer })
  await rider.page.getByText('环境风险', { exact: true }).click()
  await expect(rider.page.getByText('已存为草稿')).toBeVisible()
  await rider.page.evaluate(() => {
    (document.activeElement as HTMLElement).blur()
    window.scrollTo(0, 0)
  })
  await take(rider, 'capture-light')

  const { reports } = await rider.ask('reports.mine', {})
  const settled = reports.find(({ state }) => state === 'closed') ?? reports[0]!
  await visit(rider, `/reports/${settled.id}`)
  await take(rider, 'report-light')
})

test('the README shows stations, one of them, the pass at its door, and the mall', async ({ rider }) => {
  const { page } = rider
  await wear(rider, 'light')
  await visit(rider, '/stations')
  const first = page.getByRole('list', { name: '驿站' }).getByRole('link').first()
  await expect(first).toContainText(/米|公里/) // Sorted by where the rider stands.
  await take(rider, 'stations-light')

  const { id, number } = await stationToShow(rider)
  await visit(rider, `/stations/${id}`)
  await expect(page.getByRole('button', { name: '导航' })).toBeVisible()
  await take(rider, 'station-light')

  await visit(rider, `/pass/${number}`)
  await expect(page.getByRole('img', { name: '通行码，对准门口平板的镜头' })).toBeVisible()
  await take(rider, 'pass-light')

  await visit(rider, '/mall')
  await expect(page.locator('main img').nth(3)).toBeVisible()
  await take(rider, 'mall-light')
})

test('the README shows the console', async ({ browser, sampleCity }) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' })
  const admin = openPhone(context, await context.newPage(), sampleCity.url)
  await admin.signIn(SAMPLE_ADMIN)
  await admin.goto('/console/reports')
  await admin.page.getByRole('main').getByRole('link', { name: /#\d+/ }).first().click()
  await expect(admin.page.locator('main img').first()).toBeVisible()
  await take(admin, 'console-light', CONSOLE_WIDTH)
  await admin.goto('/console/figures')
  await expect(admin.page.locator('main svg').first()).toBeVisible()
  await take(admin, 'figures-light', CONSOLE_WIDTH)
  await context.close()
})

/** Open day and night, with a picture and shelves: whatever time the pictures are taken at. */
async function stationToShow(rider: Phone) {
  const { stations } = await rider.ask('stations.all', {})
  for (const { id, isSelfService, shut, isDoubtful } of stations) {
    if (!isSelfService || shut !== undefined || isDoubtful) continue
    const station = await rider.ask('stations.one', { stationId: id })
    if (station.photo && station.notice && Object.keys(station.supplies).length > 1) return station
  }
  throw new Error('no such station in the sample city')
}

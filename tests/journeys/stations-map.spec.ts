import type { Page } from '@playwright/test'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, listen, OFFLINE, test } from '../support/journeys/journey.ts'
import { appoint, STATIONS } from '../support/journeys/people.ts'
import { openPhone, someAddress } from '../support/journeys/phone.ts'
import { mapFileOf, vectorTile } from '../support/map-file.ts'
import { startServer } from '../support/server.ts'

const { near, far } = STATIONS

/** From the start: a browser may answer with where it was half a minute ago. */
const besideNear = test.extend({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures are needed.
  geolocation: async ({}, use) =>
    use({ latitude: near.latitude, longitude: near.longitude + 0.001, accuracy: 10 }),
})

besideNear('a rider finds the nearest station in list and map, also without a network', OFFLINE, async ({
  phone,
}) => {
  const { page } = phone
  await phone.installed()
  await page.getByRole('link', { name: /附近驿站/ }).click()
  const rows = page.getByRole('list', { name: '驿站' }).getByRole('link')
  await expect(rows.first()).toContainText(near.name)
  await expect(rows.first()).toContainText('步行')
  await page.getByLabel('按名字或路名找驿站').fill('民意')
  await expect(rows).toHaveCount(1)
  await rows.first().click()
  await expect(page.getByRole('region', { name: '驿站' })).toContainText(far.address)
  await expect(page.getByRole('button', { name: '导航' })).toBeVisible()

  await phone.offline()
  await phone.goto('/stations')
  await expect(rows.first()).toContainText(near.name)
  await page.getByRole('button', { name: '地图' }).click()
  const map = page.getByRole('region', { name: '驿站地图' })
  await expect(map.locator('.map__district')).toHaveCount(13)
  await expect(map.locator('.map__river')).toHaveCount(2)
  await expect(map.locator('.map__bridge')).not.toHaveCount(0)
  await expect(map.locator('.hive').first()).toBeVisible()
  await map.getByRole('button', { name: '回到我的位置' }).click()
  const pad = (await map.locator('.map__pad').boundingBox())!
  // The map stands around the phone, a hundred metres east of the near station: about two dozen pixels. It
  // glides there.
  const [x, y] = [pad.x + pad.width / 2 - 23, pad.y + pad.height / 2]
  await expect.poll(() => map.locator('.hive').evaluateAll((hives, [x, y]) =>
    hives.map(hive => hive.getBoundingClientRect()).some(({ left, right, top, bottom }) =>
      left < x && x < right && top < y && y < bottom), [x, y] as const)).toBe(true)
  await expect(map.locator('.leaflet-pan-anim')).toHaveCount(0)
  await page.touchscreen.tap(x, y)
  const card = map.getByRole('region', { name: '选中的驿站' })
  await expect(card).toContainText(near.name)
  await card.getByRole('button', { name: '看驿站' }).click()
  await expect(page).toHaveURL(new RegExp(near.id))
  await expect(page.getByRole('region', { name: '驿站' })).toContainText(near.name)
  await phone.online()
})

test('a fault told without a signal is saved by a tap, and arrives', OFFLINE, async ({ phone }) => {
  const { page } = phone
  await phone.installed()
  await phone.goto(`/stations/${near.id}`)
  await expect(page.getByRole('button', { name: '缺货' })).toBeVisible()
  await phone.offline()
  await page.getByRole('button', { name: '缺货' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '饮用水' }).click()
  await expect(page.getByRole('region', { name: '报修与缺货' })).toContainText('已保存 · 待发送')
  await phone.online()
  await expect(page.getByRole('region', { name: '报修与缺货' })).toContainText('已报给站长')
  await expect
    .poll(async () =>
      (await phone.ask('stations.one', { stationId: near.id })).faults.map(({ supply }) => supply),
    )
    .toContain('water')
})

test('a poster’s link opens the station to all, and a fault asks to sign in first', async ({ newPhone }) => {
  const phone = await newPhone()
  await phone.open(`/s/${far.number}`)
  const { page } = phone
  await expect(page.getByRole('region', { name: '驿站' })).toContainText(far.name)
  await page.getByRole('button', { name: '报修', exact: true }).click()
  await expect(page.getByText('登录后就能报给站长')).toBeVisible()
  await phone.fillSignIn('13800008801')
  await expect(page).toHaveURL(new RegExp(far.id))
  await expect(page.getByRole('region', { name: '驿站' })).toContainText(far.name)
})

test('a city with a map of its own shows it, and whose it is', async ({ browser, complaints }) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'little-bee-journey-'))
  await appoint(dataDir)
  const server = await startServer({
    dataDir,
    env: { TILE_URL: 'https://tiles.example.cn/{z}/{x}/{y}.png', TILE_ATTRIBUTION: '示例 <地图>' },
  })
  const context = await browser.newContext({ extraHTTPHeaders: someAddress(), serviceWorkers: 'block' })
  listen(context, complaints)
  const picture = await sharp({ create: { width: 256, height: 256, channels: 3, background: '#cde' } })
    .png()
    .toBuffer()
  await context.route('https://tiles.example.cn/**', route =>
    route.fulfill({ contentType: 'image/png', body: picture }))
  const phone = openPhone(context, await context.newPage(), server.url)
  await phone.signIn()
  await phone.goto('/stations?view=map')
  await expect(phone.page.getByText('示例 <地图>')).toBeVisible()
  await expect
    .poll(() =>
      phone.page
        .locator('.leaflet-tile')
        .first()
        .evaluate(tile => (tile as HTMLImageElement).naturalWidth),
    )
    .toBe(256)
  await context.close()
  await server.remove()
})

/** What the map file's painter has put in the middle of its tiles. */
const painted = (page: Page) =>
  page.locator('canvas.leaflet-tile-loaded').first().evaluate((tile) => {
    const { width, height } = tile as HTMLCanvasElement
    return [...(tile as HTMLCanvasElement).getContext('2d')!.getImageData(width / 2, height / 2, 1, 1).data]
  })

/** Two fingers in the middle of the page move apart. */
async function spread(page: Page, [x, y]: [number, number]) {
  const fingers = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove', apart: number) =>
    fingers.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: [{ x: x - apart, y, id: 1 }, { x: x + apart, y, id: 2 }],
    })
  await touch('touchStart', 30)
  for (let apart = 40; apart <= 120; apart += 10) await touch('touchMove', apart)
  await fingers.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}

test('the city’s own map file is read in parts, zoomed by two fingers, saved by district', OFFLINE, async ({
  browser,
  complaints,
}) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'little-bee-journey-'))
  await appoint(dataDir)
  const file = join(dataDir, 'wuhan.pmtiles')
  // Around 江汉区, the whole of it water.
  const tiles = Array.from({ length: 36 }, (_, i) =>
    ({ z: 13, x: 6693 + i % 6, y: 3361 + Math.floor(i / 6), bytes: vectorTile('water') }))
  writeFileSync(file, mapFileOf(tiles, 1))
  const server = await startServer({ dataDir, env: { MAP_FILE: file, TILE_ATTRIBUTION: '示例 <地图>' } })
  const context = await browser.newContext({
    extraHTTPHeaders: someAddress(),
    geolocation: { latitude: near.latitude, longitude: near.longitude, accuracy: 10 },
    permissions: ['geolocation'],
  })
  listen(context, complaints)
  const phone = openPhone(context, await context.newPage(), server.url)
  const { page } = phone
  await phone.signIn()
  await phone.installed()
  await phone.goto('/stations?view=map')
  await expect(page.getByText('示例 <地图>')).toBeVisible()
  await expect.poll(() => painted(page)).toEqual([128, 222, 234, 255])

  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(() => painted(page)).toEqual([49, 53, 63, 255])
  await page.emulateMedia({ colorScheme: 'light' })
  await expect.poll(() => painted(page)).toEqual([128, 222, 234, 255])

  const scale = page.locator('.leaflet-control-scale-line')
  const before = await scale.textContent()
  const pad = (await page.locator('.map__pad').boundingBox())!
  await spread(page, [pad.x + pad.width / 2, pad.y + pad.height / 2])
  await expect(scale).not.toHaveText(before!)

  await page.getByRole('button', { name: /存下江汉区地图（约 1 MB）/ }).click()
  await expect(page.getByText('已存江汉区地图 · 1 MB')).toBeVisible()
  await phone.offline()
  await phone.goto('/stations?view=map')
  await expect.poll(() => painted(page)).toEqual([128, 222, 234, 255])
  await page.getByRole('button', { name: '删除江汉区地图' }).click()
  await expect(page.getByText('已存江汉区地图')).toBeHidden()
  await context.close()
  await server.remove()
})

import { mkdtempSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { chromiumArguments, chromiumPath } from './support/chromium.ts'
import { cameraSeeing } from './support/journey-counter.ts'
import { startServer } from './support/server.ts'
import { openPhone, someAddress } from './support/phone.ts'
import { wear } from './support/journey-pages.ts'
const server = await startServer({ env: { SAMPLE_CITY: '1' } })
const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArguments })
const open = async (number: string, from = browser) => {
  const context = await from.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', extraHTTPHeaders: someAddress(), ...from !== browser && { permissions: ['camera'] } })
  const phone = openPhone(context, await context.newPage(), server.url)
  await phone.signIn(number)
  return phone
}
const resident = await open('13800000002')
const order = (await resident.ask('mall.myOrders', {})).orders.find((o: any) => o.state === 'open' && !o.day)!
await resident.goto(`/orders/${order.id}`); await resident.page.waitForTimeout(800)
const code = await resident.page.getByRole('img', { name: '领取码' }).screenshot()
const keeper = await open('13800000003')
const second = await open('13800000014')
const admin = await open('13800000006')
await admin.send('points.correct', { correctionId: crypto.randomUUID(), phone: '13800000002', amount: -20, words: '重复补记，扣回' })
const dir = mkdtempSync('/tmp/cam-')
const cam = await cameraSeeing(await resident.page.screenshot({ clip: { x: 0, y: 500, width: 390, height: 300 } }), dir)
const camKeeper = await open('13800000003', cam as any)
for (const look of ['light', 'dark', 'care'] as const) {
  for (const p of [keeper, second, camKeeper]) await wear(p, look)
  await keeper.goto('/counter'); await keeper.page.waitForTimeout(900); await keeper.page.screenshot({ path: `/tmp/shots/counter-${look}.png` })
  await keeper.goto('/counter/hand-over'); 
  await keeper.page.getByLabel('从相册选码的图片').setInputFiles({ name: 'c.png', mimeType: 'image/png', buffer: code })
  await keeper.page.getByRole('button', { name: '是，已交给' }).waitFor(); await keeper.page.waitForTimeout(500)
  await keeper.page.screenshot({ path: `/tmp/shots/goods-${look}.png` })
  await camKeeper.goto('/counter/hand-over'); await camKeeper.page.waitForTimeout(2500); await camKeeper.page.screenshot({ path: `/tmp/shots/scan-${look}.png` })
  await second.goto('/organiser/points'); await second.page.waitForTimeout(900)
  await second.page.getByRole('button', { name: '批准', exact: true }).scrollIntoViewIfNeeded(); await second.page.screenshot({ path: `/tmp/shots/points2-${look}.png` })
  await second.goto('/organiser/mall/new/edit'); await second.page.waitForTimeout(900)
  await second.page.getByRole('button', { name: /在哪些驿站/ }).click(); await second.page.waitForTimeout(400); await second.page.screenshot({ path: `/tmp/shots/pick-${look}.png` })
}
await browser.close(); await cam.close(); await server.remove()

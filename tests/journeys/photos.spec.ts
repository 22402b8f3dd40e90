import type { Page } from '@playwright/test'
import type { RunningServer } from '../support/server.ts'
import { expect, test } from '@playwright/test'
import { startServer } from '../support/server.ts'

const IPHONE_PHOTO = 'node_modules/jpeg-exif/test/IMG_0001.JPG'
let server: RunningServer
test.beforeAll(async () => server = await startServer())
test.afterAll(() => server.remove())

async function signIn(page: Page, phone: string) {
  await page.goto(`${server.url}/sign-in`)
  await page.getByLabel('手机号').fill(phone)
  await page.getByRole('button', { name: '获取验证码' }).click()
  await page.getByRole('button', { name: '填入' }).click()
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.waitForURL(url => url.pathname !== '/sign-in')
}

/** What is kept on the phone of the last photo: its size, whether its left is brighter than its right, and its bytes as text. */
const keptPhoto = (page: Page) => page.evaluate(async () => {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('little-bee')
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error)
  })
  const all = await new Promise<ArrayBuffer[]>((resolve, reject) => {
    const asking = db.transaction('photos').objectStore('photos').getAll()
    asking.onsuccess = () => resolve(asking.result as ArrayBuffer[])
    asking.onerror = () => reject(asking.error)
  })
  db.close()
  const bytes = all.at(-1)!
  const picture = await createImageBitmap(new Blob([bytes]))
  const paint = new OffscreenCanvas(2, 1).getContext('2d')!
  paint.drawImage(picture, 0, 0, 2, 1)
  const [left, , , , right] = paint.getImageData(0, 0, 2, 1).data
  return { width: picture.width, height: picture.height, leftIsBrighter: left! > right!, text: new TextDecoder('latin1').decode(bytes), size: bytes.byteLength }
})

async function shoot(page: Page) {
  await page.goto(`${server.url}/report`)
  await page.locator('input[capture]').setInputFiles(IPHONE_PHOTO)
  await expect(page.getByText('已存草稿，可以下班再写')).toBeVisible()
}

test('an iPhone photo stands upright, is small, keeps no EXIF, and offers its own place', async ({ page }) => {
  await signIn(page, '13800000001')
  await shoot(page)
  await expect(page.getByText('照片里的位置')).toBeVisible()
  await expect(page.getByText('北纬 40.00409°，东经 116.48478°')).toBeVisible()
  const photo = await keptPhoto(page)
  // The picture is turned by orientation 6: its bright side, at the foot of the raw pixels, comes to the left.
  expect(photo).toMatchObject({ width: 1600, height: 1600, leftIsBrighter: true })
  expect(photo.text).not.toMatch(/Exif|iPhone|http:\/\/ns\.adobe/)
  expect(photo.size).toBeLessThan(500_000)
})

test('a phone without OffscreenCanvas does the same on its page', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'OffscreenCanvas'))
  await signIn(page, '13800000002')
  await shoot(page)
  await expect(page.getByText('照片里的位置')).toBeVisible()
  await expect(page.getByRole('button', { name: '提交' })).toBeEnabled()
})

test('three taps from the icon to a saved report, and the draft is there after a reload', async ({ page }) => {
  await signIn(page, '13800000001')
  await shoot(page)
  await page.reload()
  await expect(page.getByRole('button', { name: '看第 1 张' })).toBeVisible()
  await page.getByRole('button', { name: '提交' }).click()
  await page.waitForURL('**/reports')
  await expect(page.getByRole('status').filter({ hasText: /已保存|已送达/ })).toBeVisible()
})

import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { expect, IPHONE_PHOTO, somePhoto, test } from '../support/journeys/journey.ts'
import { largePhoto, oddPhotos } from '../support/photos.ts'

/**
 * What is kept on the phone of each photo: its size, whether its left is brighter than its right, and its
 * bytes as text.
 */
const keptPhotos = (page: Page) =>
  page.evaluate(async () => {
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
    return await Promise.all(all.map(async (bytes) => {
      const picture = await createImageBitmap(new Blob([bytes]))
      const paint = new OffscreenCanvas(2, 1).getContext('2d')!
      paint.drawImage(picture, 0, 0, 2, 1)
      const [left, , , , right] = paint.getImageData(0, 0, 2, 1).data
      return {
        width: picture.width,
        height: picture.height,
        leftIsBrighter: left! > right!,
        text: new TextDecoder('latin1').decode(bytes),
        size: bytes.byteLength,
      }
    }))
  })

test('an iPhone photo stands upright, is small, keeps no EXIF, and offers its own place', async ({
  phone,
}) => {
  const { page } = phone
  await phone.shoot(IPHONE_PHOTO)
  await expect(page.getByText('按照片定位')).toBeVisible()
  await expect(page.getByText('这里不在武汉，将报给你选的社区')).toBeVisible()
  const photo = (await keptPhotos(page))[0]!
  // The picture is turned by orientation 6: its bright side, at the foot of the raw pixels, comes to the
  // left.
  expect(photo).toMatchObject({ width: 1600, height: 1600, leftIsBrighter: true })
  expect(photo.text).not.toMatch(/Exif|iPhone|http:\/\/ns\.adobe/)
  expect(photo.size).toBeLessThan(500_000)
})

test('a phone without OffscreenCanvas does the same on its page', async ({ phone }) => {
  const { page } = phone
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'OffscreenCanvas'))
  await phone.shoot(IPHONE_PHOTO)
  await expect(page.getByText('按照片定位')).toBeVisible()
  await expect(page.getByRole('button', { name: '提交' })).toBeEnabled()
})

const album = (page: Page, photos: Buffer[]) =>
  page.locator('.capture__album input').setInputFiles(
    photos.map((buffer, at) => ({ name: `${at}.jpg`, mimeType: 'image/jpeg', buffer })),
  )

test('photos that a decoder opens are taken, however written; half a photo is refused in words', async ({
  phone,
}) => {
  const { page } = phone
  const { buffer: whole } = await somePhoto()
  const odd = await Promise.all(
    // Each has a picture of its own: the same one twice counts once.
    Object.keys(oddPhotos(whole)).map(async how => oddPhotos((await somePhoto()).buffer)[how]!),
  )
  await phone.goto('/report')
  await album(page, [...odd, whole.subarray(0, whole.length / 2)])
  await expect(page.getByText('照片文件不完整或已损坏，请重新拍摄。')).toBeVisible()
  // The half one may be refused before the others are saved.
  await expect.poll(async () => (await keptPhotos(page)).map(({ width, height }) => [width, height]))
    .toEqual(odd.map(() => [480, 640]))
  await page.getByRole('button', { name: '提交' }).click()
  await expect(page.getByRole('status').filter({ hasText: '已送达' })).toBeVisible()
  const [report] = (await phone.ask('reports.mine', {})).reports
  expect((await phone.ask('reports.one', { reportId: report!.id })).photos).toHaveLength(odd.length)
})

/** Two fingers spread across the middle of the screen, a step at a time, and let go. */
async function pinch(page: Page, how: { across: boolean }) {
  const fingers = await page.context().newCDPSession(page)
  const [x, y] = [195, 420]
  const apart = (by: number) => [-by, by].map(at => how.across ? { x: x + at, y } : { x, y: y + at })
  const move = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number, y: number }[]) =>
    fingers.send('Input.dispatchTouchEvent', { type, touchPoints })
  await move('touchStart', apart(20).slice(0, 1))
  await move('touchStart', apart(20))
  for (let by = 26; by <= 80; by += 6) await move('touchMove', apart(by))
  await move('touchEnd', [])
}
/** How much larger than its box the first picture is drawn. */
const scaleOf = (page: Page) => page.locator('.viewer-page__photo').first().evaluate(photo =>
  new DOMMatrix(getComputedStyle(photo).transform).a)

test('photos of 50 and 108 million pixels are taken, upright, and pinched', async ({ phone }) => {
  const { page } = phone
  await phone.goto('/report')
  await album(page, [await largePhoto(8160, 6144, 6), await largePhoto(12_032, 9024)])
  await expect(page.getByText('已存为草稿')).toBeVisible()
  // It is said of the first already.
  await expect.poll(async () => (await keptPhotos(page)).map(({ width, height }) => [width, height]).sort())
    .toEqual([[1205, 1600], [1600, 1200]])
  for (const across of [true, false]) {
    await page.getByRole('button', { name: '看第 1 张' }).click()
    await expect(page.getByRole('dialog')).toContainText('1 / 2')
    await pinch(page, { across })
    await expect.poll(() => scaleOf(page)).toBeGreaterThan(2)
    await expect(page.getByRole('dialog')).toContainText('1 / 2')
    await page.goBack()
    await expect(page.getByRole('dialog')).toBeHidden()
  }
})

test('a long screenshot stays readable: 720 px wide, and shown as wide as the phone', async ({ phone }) => {
  const { page } = phone
  const create = { width: 1080, height: 9000, channels: 3, background: '#fff' } as const
  const buffer = await sharp({ create }).png().toBuffer()
  await phone.shoot({ name: 'long.png', mimeType: 'image/png', buffer })
  expect(await keptPhotos(page)).toMatchObject([{ width: 720, height: 6000 }])
  await page.getByRole('button', { name: '看第 1 张' }).click()
  const shown = page.getByRole('dialog').getByRole('img', { name: '上报的照片' })
  await expect.poll(async () => (await shown.boundingBox())?.width).toBeGreaterThan(300)
})

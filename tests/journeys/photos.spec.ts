import type { Page } from '@playwright/test'
import { expect, IPHONE_PHOTO, test } from '../support/journeys/journey.ts'

/**
 * What is kept on the phone of the last photo: its size, whether its left is brighter than its right, and its
 * bytes as text.
 */
const keptPhoto = (page: Page) =>
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
    const bytes = all.at(-1)!
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
  })

test('an iPhone photo stands upright, is small, keeps no EXIF, and offers its own place', async ({
  phone,
}) => {
  const { page } = phone
  await phone.shoot(IPHONE_PHOTO)
  await expect(page.getByText('照片里的位置')).toBeVisible()
  await expect(page.getByText('北纬 40.00409°，东经 116.48478°')).toBeVisible()
  const photo = await keptPhoto(page)
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
  await expect(page.getByText('照片里的位置')).toBeVisible()
  await expect(page.getByRole('button', { name: '提交' })).toBeEnabled()
})

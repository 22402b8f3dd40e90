import type { Page } from '@playwright/test'
import type { Phone } from '../support/journeys/phone.ts'
import { photoPath } from '#shared/media/schemas.ts'
import { expect, OFFLINE, somePhoto, test } from '../support/journeys/journey.ts'

/** What the phone's own service worker answers, in both sizes. */
const statuses = (phone: Phone, hash: string) =>
  phone.page.evaluate(
    async paths => await Promise.all(paths.map(async path => (await fetch(path)).status)),
    (['full', 'thumb'] as const).map(size => photoPath(hash, size)),
  )
const saved = (phone: Phone) =>
  phone.page.evaluate(async () => {
    const names = (await caches.keys()).filter(name => name.startsWith('photos'))
    return (await Promise.all(names.map(async name => (await (await caches.open(name)).keys()).length)))
      .reduce((sum, count) => sum + count, 0)
  })

async function draw(page: Page) {
  const box = (await page.locator('.box-pad__photo').boundingBox())!
  await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.6, { steps: 3 })
  await page.mouse.up()
}

test('staff cover a face and hide a photo at a desk; a phone that saved them shows neither', OFFLINE, async ({
  phone,
  newPhone,
  apiFor,
  pardoned,
}) => {
  pardoned.push(/status of 404/) // Chromium writes down each photo that is refused below.
  await phone.file(await somePhoto(), { kind: '安全隐患', words: '护栏倒了' })
  await expect.poll(async () => (await phone.ask('reports.mine', {})).reports.length).toBe(1)
  const { id } = (await phone.ask('reports.mine', {})).reports[0]!
  const hash = (await phone.ask('reports.one', { reportId: id })).photos[0]!.hash
  await (await apiFor('staff')).send('reports.move', { reportId: id, to: 'accepted' })

  const passerBy = await newPhone()
  await passerBy.signIn()
  await passerBy.register('过路的人')
  await passerBy.installed()
  await passerBy.goto(`/reports/${id}`)
  for (const each of [phone, passerBy]) {
    await each.installed()
    expect(await statuses(each, hash)).toEqual([200, 200])
    expect(await saved(each)).toBeGreaterThanOrEqual(2)
  }

  const desk = await newPhone('staff')
  await desk.page.setViewportSize({ width: 1280, height: 800 })
  await desk.goto(`/desk/${id}`)
  await desk.page.getByRole('button', { name: '现场照片，点开看大图' }).click()
  await desk.page.getByRole('button', { name: '遮挡或隐藏' }).click()
  await expect(desk.page.getByRole('heading', { name: '遮挡照片' })).toBeVisible()
  await desk.page.waitForFunction(() => document.querySelector<HTMLImageElement>('.box-pad img')?.complete)
  await draw(desk.page)
  await desk.page.getByText('人脸', { exact: true }).click()
  await desk.page.getByRole('button', { name: '遮挡 1 处' }).click()
  await expect(desk.page.getByText('现场照片 · 已遮挡')).toBeVisible()
  const covered = await passerBy.page.evaluate(async (path) => {
    const picture = await createImageBitmap(await (await fetch(path)).blob())
    const paint = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!
    paint.drawImage(picture, 0, 0)
    return [...paint.getImageData(picture.width * 0.4, picture.height * 0.4, 1, 1).data.slice(0, 3)]
  }, photoPath(hash, 'full')) // The address of the old version too.
  expect(covered.every(value => Math.abs(value - 0x33) < 12), String(covered)).toBe(true)

  await desk.page.getByRole('button', { name: '现场照片，点开看大图' }).click()
  await desk.page.getByRole('button', { name: '遮挡或隐藏' }).click()
  await desk.page.getByText('人脸', { exact: true }).click()
  await desk.page.getByRole('button', { name: '隐藏整张' }).click()
  await expect(desk.page.getByText('现场照片 · 已隐藏')).toBeVisible()
  for (const each of [phone, passerBy]) {
    expect(await statuses(each, hash)).toEqual([404, 404])
    await each.offline()
    const isThere = (path: string) => fetch(path).then(({ ok }) => ok, () => false)
    // Nothing of it is left on the phone.
    expect(await each.page.evaluate(isThere, photoPath(hash, 'full'))).toBe(false)
    await each.online()
  }
  await phone.goto('/notices')
  await expect(phone.page.getByText(/有一张照片已隐藏.*照片里看得清人脸/)).toBeVisible()
})

import type { Phone } from '../support/journeys/phone.ts'
import { expect, OFFLINE, somePhoto, test } from '../support/journeys/journey.ts'

/** What a page of this phone gets of a photo: on screen, from the browser's cache, from the worker's. */
const seen = async ({ page }: Phone, photo: string) => await page.evaluate(async (src) => {
  const isShown = await new Promise(resolve => Object.assign(new Image(), {
    src,
    onload: () => resolve(true),
    onerror: () => resolve(false),
  }))
  const cached = await fetch(src, { cache: 'only-if-cached', mode: 'same-origin' }).catch(() => null)
  const names = await caches.keys()
  const stored = await Promise.all(names.map(async name => await (await caches.open(name)).match(src)))
  return { isShown, isCached: cached?.ok ?? false, isStored: stored.some(answer => answer !== undefined) }
}, photo)
const nothing = { isShown: false, isCached: false, isStored: false }

test('the next person on a shared phone sees no private photo of the former, nor offline', OFFLINE, async ({
  newPhone,
  pardoned,
}) => {
  test.slow()
  // Asked for as somebody else, the photo is refused; the browser notes that.
  pardoned.push(/status of 40[14]/)
  const phone = await newPhone()
  const { page } = phone
  const first = await phone.signIn()
  await phone.register('先用的人')
  await phone.installed()
  await phone.file(await somePhoto(), { kind: '治安线索', words: '有人翻墙' })
  await expect.poll(async () => (await phone.ask('reports.mine', {})).reports.length).toBe(1)
  const [{ id } = { id: '' }] = (await phone.ask('reports.mine', {})).reports
  const [photo] = (await phone.ask('reports.one', { reportId: id })).photos
  await phone.goto(`/reports/${id}`)
  await expect(page.locator(`img[src*="${photo!.hash}"]`).first()).toBeVisible()
  const photos = ['thumb', 'full'].map(size => `/api/photos/${photo!.hash}/${size}`)
  const shown = { isShown: true, isStored: true }
  for (const src of photos) expect(await seen(phone, src)).toMatchObject(shown)

  await phone.signOutByHand()
  await expect(page.getByRole('link', { name: '用手机号登录' })).toBeVisible()
  for (const src of photos) expect(await seen(phone, src)).toEqual(nothing)

  await phone.signInByHand()
  await phone.register('后用的人')
  for (const src of photos) expect(await seen(phone, src)).toEqual(nothing)
  await phone.offline()
  for (const src of photos) expect(await seen(phone, src)).toEqual(nothing)
  await phone.context.setOffline(false)

  await phone.signOutByHand()
  await expect(page.getByRole('link', { name: '用手机号登录' })).toBeVisible()
  await phone.signInByHand(first)
  await expect.poll(async () => (await seen(phone, photos[0]!)).isShown).toBe(true)
})

test('a lost phone is signed out from another: the list loses it, and its open page is out at once', async ({
  newPhone,
  pardoned,
}) => {
  pardoned.push(/status of 401/)
  const phone = await newPhone()
  const number = await phone.signIn()
  await phone.register()
  const lost = await newPhone()
  await lost.signInByHand(number)
  await lost.goto('/me')
  await expect(lost.page.getByRole('button', { name: '退出登录' })).toBeVisible()

  await phone.goto('/me')
  await phone.page.getByRole('link', { name: '登录的设备' }).click()
  await expect(phone.page.getByText('就是这台')).toBeVisible()
  await phone.page.getByRole('button', { name: '退出', exact: true }).click()
  await phone.page.getByRole('button', { name: '确定退出' }).click()
  await expect(phone.page.getByRole('button', { name: '退出', exact: true })).toHaveCount(0)
  await expect(phone.page.getByText('就是这台')).toBeVisible()

  await expect(lost.page.getByText('登录已过期').or(lost.page.getByText('请重新登录')).first()).toBeVisible()
  expect((await lost.page.request.get(`${lost.url}/api/queries/identity.me`)).status()).toBe(401)
})

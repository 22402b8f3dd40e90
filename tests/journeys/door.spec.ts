import type { Device, Eye } from '../support/journeys/door.ts'
import sharp from 'sharp'
import { qrCodes } from '../support/codes.ts'
import { browserWithCamera } from '../support/journeys/camera.ts'
import {
  doorCodeOn,
  holdOutPass,
  pairedKiosk,
  passOn,
  pictureOfDoorCode,
  riderWithCamera,
  scanDoor,
  seesOpen,
} from '../support/journeys/door.ts'
import { test as base, expect } from '../support/journeys/journey.ts'
import { STATIONS } from '../support/journeys/people.ts'

type Rider = Awaited<ReturnType<typeof riderWithCamera>>
const test = base.extend<{ rider: Rider, kiosk: Device }, { eyes: { rider: Eye, kiosk: Eye } }>({
  eyes: [async ({ city }, use) => {
    const [rider, kiosk] = [await browserWithCamera(city.dataDir), await browserWithCamera(city.dataDir)]
    await use({ rider, kiosk })
    for (const { browser } of [rider, kiosk]) await browser.close()
  }, { scope: 'worker' }],
  rider: async ({ city, complaints, eyes }, use) => {
    const rider = await riderWithCamera({ city, complaints, eye: eyes.rider })
    await use(rider)
    await rider.context.close()
  },
  kiosk: async ({ city, complaints, eyes, apiFor }, use) => {
    const admin = await apiFor('admin')
    const kiosk = await pairedKiosk({ city, complaints, eye: eyes.kiosk }, admin)
    await use(kiosk)
    await kiosk.context.close()
    for (const { id } of (await admin.ask('stations.book', {})).kiosks)
      await admin.send('stations.unpair', { kioskId: id })
  },
})

const visitsOf = async (rider: Device) => (await rider.ask('stations.myVisits', {})).visits

test('a rider scans the code at the door, the door opens, and both see it', async ({ rider, kiosk }) => {
  await expect(kiosk.page.getByText('渴了、累了，进来歇歇')).toBeVisible() // It stands upright.
  await scanDoor(rider, kiosk)
  await expect(rider.page.getByRole('heading', { name: '门开了' })).toBeVisible()
  await expect(rider.page.getByText(STATIONS.near.name)).toBeVisible()
  await expect(rider.page.getByText('随手关门')).toBeVisible()
  await seesOpen(kiosk)
  expect(await visitsOf(rider)).toMatchObject([
    { stationId: STATIONS.near.id, byPhone: true, byDoor: false, leftAt: null },
  ])

  await rider.open('/visits')
  await rider.page.getByRole('button', { name: /离站/ }).click()
  await expect.poll(async () => (await visitsOf(rider))[0]!.leftAt).not.toBeNull()
})

test('without a signal the scan saves the check-in and becomes the pass, which the kiosk reads', async ({
  rider,
  kiosk,
}) => {
  await rider.offline()
  await scanDoor(rider, kiosk)
  await expect(rider.page.getByText('进站已记在手机里')).toBeVisible()
  await expect(passOn(rider)).toBeVisible()
  await holdOutPass(rider, kiosk)
  await seesOpen(kiosk)
  await rider.online()
  await expect
    .poll(async () => (await visitsOf(rider)).map(({ byDoor, byPhone }) => ({ byDoor, byPhone })))
    .toEqual([{ byDoor: true, byPhone: true }])
})

test('a kiosk without a network opens by itself and tells the visit once, power cuts or not', async ({
  rider,
  kiosk,
}) => {
  await kiosk.offline()
  await rider.goto(`/pass/${STATIONS.near.number}`)
  await expect(passOn(rider)).toBeVisible()
  await holdOutPass(rider, kiosk)
  await seesOpen(kiosk)
  // As after a power cut: the page is opened anew, and the camera still sees the same code.
  await kiosk.goto('/kiosk')
  await expect(doorCodeOn(kiosk)).toBeVisible()
  await expect(kiosk.page.getByText('1 次开门待上报')).toBeVisible()
  expect(await visitsOf(rider)).toEqual([])
  await kiosk.online()
  await expect
    .poll(async () => (await visitsOf(rider)).map(({ byDoor, byPhone }) => ({ byDoor, byPhone })))
    .toEqual([{ byDoor: true, byPhone: false }])
  await expect(kiosk.page.getByText('次开门待上报')).toHaveCount(0)
})

test('with neither signal nor network the door opens all the same; both records are one visit', async ({
  rider,
  kiosk,
}) => {
  await Promise.all([rider.offline(), kiosk.offline()])
  await scanDoor(rider, kiosk)
  await expect(passOn(rider)).toBeVisible()
  await holdOutPass(rider, kiosk)
  await seesOpen(kiosk)
  await rider.online()
  await expect.poll(() => visitsOf(rider)).toHaveLength(1)
  await kiosk.online()
  await expect
    .poll(async () => (await visitsOf(rider)).map(({ byDoor, byPhone }) => ({ byDoor, byPhone })))
    .toEqual([{ byDoor: true, byPhone: true }])
})

test('a pass for one door opens no other, and the one of a suspended rider none', async ({
  rider,
  kiosk,
  apiFor,
}) => {
  await rider.goto(`/pass/${STATIONS.far.number}`)
  await expect(passOn(rider)).toBeVisible()
  await holdOutPass(rider, kiosk)
  await expect(kiosk.page.getByRole('alert').filter({ hasText: '没能开门' })).toBeVisible()

  const admin = await apiFor('admin')
  const { accountId } = await rider.ask('identity.me', {})
  await admin.send('stations.suspend', {
    phone: rider.number,
    until: Date.now() + 86_400_000,
    words: '试过别人的门',
  })
  await rider.goto(`/pass/${STATIONS.near.number}`)
  await expect(passOn(rider)).toBeVisible()
  await kiosk.goto('/kiosk')
  await expect(doorCodeOn(kiosk)).toBeVisible()
  await kiosk.offline()
  await holdOutPass(rider, kiosk)
  await expect(kiosk.page.getByRole('alert').filter({ hasText: '没能开门' })).toBeVisible()
  await scanDoor(rider, kiosk)
  await expect(rider.page.getByText('暂停进站到')).toBeVisible()
  expect(await visitsOf(rider)).toEqual([])
  await admin.send('stations.unsuspend', { accountId })
})

test('an unpaired tablet stops at once, and its last code opens nothing', async ({
  rider,
  kiosk,
  pardoned,
  apiFor,
}) => {
  pardoned.push(/status of 401/) // Which is how the tablet is told.
  const picture = await pictureOfDoorCode(kiosk)
  const admin = await apiFor('admin')
  for (const { id } of (await admin.ask('stations.book', {})).kiosks)
    await admin.send('stations.unpair', { kioskId: id })
  await expect(kiosk.page.getByText('这台平板已解除配对，不再开门。')).toBeVisible()
  await rider.show(picture)
  await rider.goto('/scan')
  await expect(rider.page.getByRole('heading', { name: '没能开门' })).toBeVisible()
})

test('where the camera may not be used, a picture of the code or the typed code opens the door too', async ({
  phone,
  kiosk,
}) => {
  await phone.goto('/scan')
  await phone.page
    .getByLabel('从相册选码的图片')
    .setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: await pictureOfDoorCode(kiosk) })
  await expect(phone.page.getByRole('heading', { name: '门开了' })).toBeVisible()
  await phone.goto('/visits')
  await phone.page.getByRole('button', { name: /离站/ }).click()
  await expect.poll(async () => (await phone.ask('stations.myVisits', {})).visits[0]!.leftAt).not.toBeNull()
  await phone.goto('/scan')
  await pictureOfDoorCode(kiosk)
  await phone.page.getByRole('button', { name: '输入码' }).click()
  await phone.page.getByLabel('门码').fill(await kiosk.page.getByLabel('门码数字').textContent() ?? '')
  await phone.page.getByRole('button', { name: '开门' }).click()
  await expect(phone.page.getByRole('heading', { name: '门开了' })).toBeVisible()
})

test('the camera reads our code beside somebody else\'s', async ({ rider, city }) => {
  const ours = `${city.url}/s/${STATIONS.near.number}`
  for (const texts of [['https://ad.example/a', ours], [ours, 'https://ad.example/b']]) {
    const both = sharp(await (await qrCodes(texts)).png())
    await rider.show(await both.extend({ left: 90, right: 90, background: '#fff' }).png().toBuffer())
    await rider.goto('/scan')
    await expect(rider.page.getByRole('heading', { name: STATIONS.near.name })).toBeVisible()
  }
})

import type { PairedKiosk } from '#shared/doors/schemas.ts'
import type { APIRequestContext, BrowserContextOptions } from '@playwright/test'
import type { RunningServer } from '../server.ts'
import type { browserWithCamera } from './camera.ts'
import type { Api, Phone } from './phone.ts'
import { randomUUID } from 'node:crypto'
import { fromBase64Url } from '#shared/kernel/bytes.ts'
import { MARKER } from '#shared/sync/marker.ts'
import { expect } from '@playwright/test'
import { doorCode } from '../door-codes.ts'
import { listen } from './journey.ts'
import { STATIONS } from './people.ts'
import { openPhone, someAddress, somewhere } from './phone.ts'

export type Eye = Awaited<ReturnType<typeof browserWithCamera>>
interface Street { city: RunningServer, complaints: string[], eye: Eye }
/** A device with a camera; what it sees is chosen by `show` before a page opens it. */
export interface Device extends Phone { show: Eye['show'] }

async function deviceWithCamera(
  { city, complaints, eye: { browser, show, forget } }: Street,
  options: BrowserContextOptions,
): Promise<Device> {
  await forget()
  const context = await browser.newContext({
    extraHTTPHeaders: someAddress(),
    permissions: ['camera', 'geolocation'],
    geolocation: somewhere(),
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    serviceWorkers: 'allow',
    ...options,
  })
  listen(context, complaints)
  return { ...openPhone(context, await context.newPage(), city.url), show }
}

/**
 * A registered rider's phone, with a camera and a pass: the app is installed, and has been online for a
 * moment.
 */
export async function riderWithCamera(street: Street): Promise<Device & { number: string }> {
  const rider = await deviceWithCamera(street, {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  })
  const number = await rider.signIn()
  await rider.register()
  await rider.goto(`/pass/${STATIONS.near.number}`)
  await expect(passOn(rider)).toBeVisible()
  await rider.installed()
  return { ...rider, number }
}

/** A tablet at the near station's door, paired as people do it. */
export async function pairedKiosk(street: Street, admin: Api, label = '前门平板'): Promise<Device> {
  const kiosk = await deviceWithCamera(street, { viewport: { width: 800, height: 1200 } })
  const code = await invite(admin, label)
  await kiosk.goto('/kiosk')
  await kiosk.page.getByLabel('配对码').fill(code)
  await kiosk.page.getByRole('button', { name: '配对' }).click()
  await expect(doorCodeOn(kiosk)).toBeVisible()
  await kiosk.installed()
  return kiosk
}

/** Pairs a tablet of which no page is looked at; the link that it shows now. */
export async function unseenKiosk(
  request: APIRequestContext,
  url: string,
  admin: Api,
): Promise<() => string> {
  const paired = await request.post(`${url}/api/session/kiosk`, {
    headers: { [MARKER]: '1' },
    data: { code: await invite(admin, '后门平板') },
  })
  const key = fromBase64Url((await paired.json() as PairedKiosk).doorKey)
  return () => doorCode(STATIONS.near.number, Date.now(), key)
}

async function invite(admin: Api, label: string): Promise<string> {
  const inviteId = randomUUID()
  await admin.send('stations.inviteKiosk', { inviteId, stationId: STATIONS.near.id, label })
  const { invites } = await admin.ask('stations.book', {})
  return invites.find(({ id }) => id === inviteId)!.code
}

export const doorCodeOn = ({ page }: Phone) => page.getByRole('img', { name: '扫码开门' })
export const passOn = ({ page }: Phone) => page.getByRole('img', { name: '通行码，对准门口平板的镜头' })

/**
 * Until nothing stands before the code any more: the tablet shows for some seconds what the last one came to.
 */
const seesCode = async (kiosk: Phone) => {
  await expect(kiosk.page.getByRole('heading', { name: /门开了|没能开门|正在核对/ })).toHaveCount(0)
  await expect(doorCodeOn(kiosk)).toBeVisible()
}

export async function pictureOfDoorCode(kiosk: Phone): Promise<Buffer> {
  await seesCode(kiosk)
  return await doorCodeOn(kiosk).screenshot()
}

/** The rider's camera is held to what the tablet shows at this moment. */
export async function scanDoor(rider: Device, kiosk: Phone): Promise<void> {
  await rider.show(await pictureOfDoorCode(kiosk))
  await rider.goto('/scan')
}

/**
 * The tablet's camera is held to what the rider's phone shows at this moment. It reads a camera anew when its
 * page is opened.
 */
export async function holdOutPass(rider: Phone, kiosk: Device): Promise<void> {
  await kiosk.show(await passOn(rider).screenshot())
  await kiosk.goto('/kiosk')
}

/** Until the tablet shows an open door. */
export const seesOpen = async ({ page }: Phone): Promise<void> =>
  await expect(page.getByRole('status').filter({ hasText: '门开了' })).toBeVisible()

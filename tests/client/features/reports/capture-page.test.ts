// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { filing } from '#client/features/reports/reports.ts'
import { beginDraft, drafts } from '#client/sync/outbox-store/drafts.ts'
import { store } from '#client/sync/store/store.ts'
import sharp from 'sharp'
import { beforeEach, expect, it, vi } from 'vitest'
import { button, freshPhone, me, openPage, tap, text } from '../../../support/client/page.ts'

/** Has registered nowhere, so that a report needs a place or a community. */
const stranger = me('courier', { areaId: null, areaName: null })
const rider = me('courier')
let server: PhoneServer
freshPhone(() => ({ 'areas.tree': [], 'reports.nearby': [] }), given => server = given)

async function open(page: string, holder = rider) {
  server.answers['identity.me'] = holder
  return await openPage(page, { holder })
}

const A = { latitude: 30.6, longitude: 114.27, accuracy: 8 }
const B = { latitude: 30.64, longitude: 114.27, accuracy: 8 } // 4.4 km on.
const DAY_MS = 24 * 3_600_000

/** Where the phone stands; null: its receiver never answers. */
let standing: typeof A | null
beforeEach(() => {
  standing = A
  Object.defineProperty(navigator, 'geolocation', {
    configurable: true,
    value: {
      getCurrentPosition: (found: PositionCallback) =>
        standing && found({ coords: standing, timestamp: Date.now() } as unknown as GeolocationPosition),
    },
  })
})

let shade = 0
async function pick(selector: string, ...agesMs: number[]) {
  const files = await Promise.all(agesMs.map(async (ageMs) => {
    const background = { r: shade += 9, g: 80, b: 80 }
    const jpeg = await sharp({ create: { width: 16, height: 16, channels: 3, background } }).jpeg().toBuffer()
    return new File([Uint8Array.from(jpeg)], 'photo.jpg', { lastModified: Date.now() - ageMs })
  }))
  const input = document.querySelector<HTMLInputElement>(selector)!
  Object.defineProperty(input, 'files', { value: files, configurable: true })
  input.dispatchEvent(new Event('change'))
}
const CAMERA = 'input[capture]'
const ALBUM = 'input[multiple]'
const filed = () => server.commands.filter(({ name }) => name === 'reports.file')

it('the place is the shutter\'s, not that of where the page was opened', async () => {
  await open('/report', stranger)
  standing = B
  await pick(CAMERA, 0)
  await expect.poll(text).toContain('手机定位（误差约 8 米）')
  await expect.poll(async () => (await drafts())[0]?.place).toEqual(B)
})

it('a photo of three days ago gets no place, is asked about, and its day is its own', async () => {
  const { outbox } = await open('/report')
  await pick(ALBUM, 3 * DAY_MS)
  await expect.poll(text).toContain('照片不是刚拍的：在现场点“定位”')
  expect((await drafts())[0]).not.toHaveProperty('place')
  await tap('提交')
  expect(text()).toContain('这些照片拍的是这件事吗？')
  expect(text()).toMatch(/第 1 张：.+ 拍的/)
  expect(outbox.items).toEqual([])
  await tap('是，就这样提交')
  await expect.poll(filed).toHaveLength(1)
  const { seenAt, place } = filing({ envelope: filed()[0]! })!
  expect(Date.now() - seenAt).toBeGreaterThan(3 * DAY_MS - 60_000)
  expect(place).toBeUndefined()
})

it('an old photo is said to be one at once; who takes the place of now is not asked again', async () => {
  await open('/report')
  await pick(ALBUM, 3 * DAY_MS)
  await expect.poll(text).toMatch(/这张照片.+ 拍的，是这次看到的吗？/)
  await tap('用现在的位置')
  await expect.poll(async () => (await drafts())[0]?.place).toEqual(standing)
  expect(text()).not.toContain('是这次看到的吗')
  await tap('提交')
  await expect.poll(filed).toHaveLength(1)
})

it('an old photo that is added after that is asked about too', async () => {
  await open('/report')
  await pick(ALBUM, 3 * DAY_MS)
  await expect.poll(text).toContain('是这次看到的吗')
  await tap('用现在的位置')
  await expect.poll(text).not.toContain('是这次看到的吗')
  await pick(ALBUM, 4 * DAY_MS)
  await expect.poll(text).toMatch(/第 2 张：.+ 拍的，是这次看到的吗？/)
  expect(text()).not.toContain('第 1 张')
})

it('an old photo is replaced where it is said to be one', async () => {
  await open('/report')
  await pick(ALBUM, 3 * DAY_MS)
  await expect.poll(text).toContain('换一张')
  const before = (await drafts())[0]!.photos.map(({ hash }) => hash)
  await pick('.doubt-bar input', 0)
  await expect.poll(text).not.toContain('是这次看到的吗')
  await expect.poll(async () => (await drafts())[0]!.photos.length).toBe(1)
  expect((await drafts())[0]!.photos.map(({ hash }) => hash)).not.toEqual(before)
})

it('an old photo beside a new one is taken out by one tap, and dates nothing', async () => {
  const startedAt = Date.now()
  await open('/report')
  await pick(ALBUM, 3 * DAY_MS)
  await expect.poll(text).toContain('照片不是刚拍的')
  await pick(CAMERA, 0)
  await expect.poll(text).toContain('手机定位')
  await tap('提交')
  await tap('不是，去掉这些照片')
  await tap('提交')
  await expect.poll(filed).toHaveLength(1)
  const { seenAt, photos } = filing({ envelope: filed()[0]! })!
  expect(photos).toHaveLength(1)
  expect(seenAt).toBeGreaterThanOrEqual(startedAt)
})

it('a position that may be 80 km off is not taken, and the page says what to do instead', async () => {
  await open('/report', stranger)
  standing = { ...A, accuracy: 80_000 }
  await pick(CAMERA, 0)
  await expect.poll(text).toContain('定位误差约 80 公里，太粗了')
  expect((await drafts())[0]).not.toHaveProperty('place')
  expect(button('提交').disabled).toBe(true)
  expect(text()).toContain('还差地点：点“定位”或选社区')
})

it('while a receiver keeps silent 提交 says why it is grey, and the search ends by itself', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
  try {
    standing = null
    await open('/report', stranger)
    await pick(CAMERA, 0)
    await expect.poll(text).toContain('正在定位…')
    expect(button('提交').disabled).toBe(true)
    expect(text()).toContain('正在定位，也可以先选社区')
    await vi.advanceTimersByTimeAsync(15_000)
    await expect.poll(text).toContain('手机没有给出位置')
    expect(text()).not.toContain('正在定位')
    expect(text()).toContain('还差地点：点“定位”或选社区')
    expect(button('定位').disabled).toBe(false)
  }
  finally {
    vi.useRealTimers()
  }
})

it('a draft whose photos are gone says so and is not submitted; those left may be', async () => {
  const shot = (letter: string) => ({
    hash: letter.repeat(64),
    bytes: new ArrayBuffer(8),
    seenAt: Date.now(),
  })
  await beginDraft({
    id: 'd1',
    accountId: rider.accountId,
    kind: null,
    text: '',
    seenAt: Date.now(),
    photos: [shot('a'), shot('b')],
    changedAt: 1,
  })
  await (await store()).delete('photos', 'a'.repeat(64))
  const page = await open('/report/d1')
  await expect.poll(text).toContain('有 1 张照片不在这台手机上了')
  expect(button('提交').disabled).toBe(false)
  page.close()

  await (await store()).delete('photos', 'b'.repeat(64))
  await open('/report/d1')
  await expect.poll(text).toContain('0/9')
  expect(text()).toContain('照片不在这台手机上了，请重新拍一张')
  expect(button('提交').disabled).toBe(true)
  await pick(CAMERA, 0)
  await expect.poll(() => button('提交').disabled).toBe(false)
})

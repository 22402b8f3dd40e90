// @vitest-environment dom
import { currentPosition } from '#client/app/device/place.ts'
import { afterEach, expect, it, vi } from 'vitest'

const coords = { latitude: 30.59, longitude: 114.3, accuracy: 8 }

/** A phone whose receiver does this when it is asked. */
function phone(getCurrentPosition: (...callbacks: ((given?: unknown) => void)[]) => void) {
  Object.defineProperty(navigator, 'geolocation', { configurable: true, value: { getCurrentPosition } })
}
const answering = (changes: object, timestamp: unknown = Date.now()) =>
  phone(found => found!({ coords: { ...coords, ...changes }, timestamp }))

afterEach(() => {
  vi.useRealTimers()
  localStorage.clear()
})

it('says where the phone is now', async () => {
  answering({})
  expect(await currentPosition()).toEqual({ place: coords })
})

it('does not take a position of five minutes ago for the present one', async () => {
  answering({}, Date.now() - 5 * 60_000)
  expect((await currentPosition()).problem).toContain('定位还没更新')
  answering({}, Number.NaN)
  expect((await currentPosition()).problem).toContain('定位还没更新')
})

it('a satellite that knows the time is believed on a phone whose clock is ten minutes slow', async () => {
  const now = Date.now()
  localStorage.setItem('little-bee-clock', JSON.stringify({ serverAt: now, phoneAt: now - 600_000 }))
  answering({}, now + 600_000)
  expect(await currentPosition()).toEqual({ place: coords })
})

it('is too coarse beyond half a kilometre, and says so', async () => {
  answering({ accuracy: 500 })
  expect(await currentPosition()).toEqual({ place: { ...coords, accuracy: 500 } })
  answering({ accuracy: 80_000 })
  expect((await currentPosition()).problem).toContain('定位误差约 80 公里')
  answering({ accuracy: 620 })
  expect((await currentPosition()).problem).toContain('定位误差约 620 米')
})

it.each([null, -1, Number.NaN, Number.POSITIVE_INFINITY, '8', undefined])(
  'a position with the accuracy %s is none, and says so',
  async (accuracy) => {
    answering({ accuracy })
    expect((await currentPosition()).problem).toContain('定位不准')
  },
)

it.each([
  { latitude: Number.NaN },
  { latitude: 91 },
  { longitude: null },
  { latitude: '30.59' },
  { latitude: 0, longitude: 0 },
])('what is no place on earth (%j) is none', async (changes) => {
  answering(changes)
  expect((await currentPosition()).problem).toContain('没有给出位置')
})

it('a receiver that never answers is waited for no longer than twelve seconds', async () => {
  vi.useFakeTimers()
  phone(() => {})
  const asked = currentPosition()
  await vi.advanceTimersByTimeAsync(12_000)
  expect((await asked).problem).toContain('没有给出位置')
})

it('one that throws, that fails without a reason, or that is forbidden has no position', async () => {
  phone(() => {
    throw new TypeError('not here')
  })
  expect((await currentPosition()).problem).toContain('没有给出位置')
  phone((_found, failed) => failed!())
  expect((await currentPosition()).problem).toContain('没有给出位置')
  phone((_found, failed) => failed!({ code: 1 }))
  expect((await currentPosition()).problem).toContain('没有定位权限')
  Reflect.deleteProperty(navigator, 'geolocation')
  expect((await currentPosition()).problem).toContain('没有给出位置')
})

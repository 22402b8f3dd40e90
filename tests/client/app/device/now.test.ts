// @vitest-environment dom
import { byServer, timeNow, useNow, useNowSince, usePhoneNow } from '#client/app/device/now.ts'
import { ago, clock, day } from '#client/app/words/index.ts'
import { noteServerTime } from '#client/sync/http/server-time.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, ref } from 'vue'

/** Noon in Shanghai, by the phone. */
const NOON = Date.parse('2026-11-28T04:00:00Z')
const HOUR_MS = 3_600_000

/** The server answers; its clock is so far ahead of the phone's (ms). */
const answered = (aheadMs: number) => noteServerTime(new Date(Date.now() + aheadMs).toUTCString(), Date.now())
/** To the second, which is what a server tells. */
const about = (instant: number) => ({ asymmetricMatch: (at: number) => Math.abs(at - instant) <= 2_000 })

const scope = () => effectScope()
let running: ReturnType<typeof scope>
beforeEach(() => {
  vi.useFakeTimers({ now: NOON })
  running = scope()
})
afterEach(() => {
  running.stop()
  answered(0)
  localStorage.clear()
  vi.useRealTimers()
})

it('before any answer, and where the phone is right to half a minute, its own time counts', () => {
  expect(timeNow()).toBe(NOON)
  answered(29_000)
  expect([timeNow(), byServer(NOON - DAY_MS)]).toEqual([NOON, NOON - DAY_MS])
})

it.each([['five hours behind', 5 * HOUR_MS], ['a day ahead', -DAY_MS]])(
  'on a phone that is %s an open page goes by the server as soon as it answers',
  (_how, aheadMs) => {
    const [now, own] = running.run(() => [useNow(), usePhoneNow()])!
    expect(now!.value).toBe(NOON)
    answered(aheadMs)
    expect(now!.value).toEqual(about(NOON + aheadMs))
    expect(own!.value).toBe(NOON)
    vi.advanceTimersByTime(60_000)
    expect(now!.value).toEqual(about(NOON + 60_000 + aheadMs))
  },
)

it('a clock that was put right counts again with the next answer', () => {
  answered(5 * HOUR_MS)
  expect(timeNow()).toEqual(about(NOON + 5 * HOUR_MS))
  answered(0)
  expect(timeNow()).toBe(NOON)
})

it('answers that are seconds on their way move nothing on the screen', () => {
  const now = running.run(() => useNow())!
  answered(HOUR_MS)
  const before = now.value
  answered(HOUR_MS + 4_000)
  expect(now.value).toBe(before)
})

it('what an answer reports has happened, though the next tick is yet to come', () => {
  const askedAt = ref<number>()
  const now = running.run(() => useNowSince(askedAt))!
  vi.setSystemTime(NOON + 20_000)
  askedAt.value = Date.now()
  answered(HOUR_MS)
  expect(now.value).toEqual(about(NOON + 20_000 + HOUR_MS))
})

it('今天, 刚刚 and the time of day are the server’s, also of what the phone has noted itself', () => {
  const savedAt = Date.now()
  answered(3 * DAY_MS)
  const today = dayOf(NOON + 3 * DAY_MS)
  expect(day(today)).toBe('今天')
  expect(day(dayOf(NOON))).toBe('11月28日 周六')
  expect(clock(NOON + 3 * DAY_MS)).toBe('12:00')
  expect([ago(byServer(savedAt)), ago(savedAt)]).toEqual(['刚刚', '11月28日 12:00'])
})

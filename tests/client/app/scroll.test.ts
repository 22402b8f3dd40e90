// @vitest-environment dom
import type { RouteLocationNormalized } from 'vue-router'
import { scrollBehavior } from '#client/app/scroll.ts'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { START_LOCATION } from 'vue-router'

const mall = { path: '/mall' } as RouteLocationNormalized & { matched: never }
const saved = { left: 0, top: 1356 }
let height = 0

beforeEach(() => {
  height = 700
  vi.useFakeTimers({ toFake: ['requestAnimationFrame', 'performance'] })
  Object.defineProperty(document.documentElement, 'scrollHeight', { configurable: true, get: () => height })
  Object.defineProperty(window, 'innerHeight', { configurable: true, value: 700 })
})
afterEach(() => vi.useRealTimers())

const goBack = () => Promise.resolve(scrollBehavior(mall, mall, saved))

it('going back waits until the rows are there', async () => {
  const done = vi.fn()
  const back = goBack().then(done)
  await vi.advanceTimersByTimeAsync(500)
  expect(done).not.toHaveBeenCalled()
  height = 2056
  await vi.advanceTimersByTimeAsync(50)
  await back
  expect(done).toHaveBeenCalledWith(saved)
})

it('where the rows don’t come, it goes as far as there is a page, after three seconds', async () => {
  const back = goBack()
  await vi.advanceTimersByTimeAsync(3_050)
  expect(await back).toEqual(saved)
})

it('whoever touches the page or goes on meanwhile stays where they are', async () => {
  const touched = goBack()
  window.dispatchEvent(new Event('touchstart'))
  await vi.advanceTimersByTimeAsync(50)
  expect(await touched).toBe(false)

  const left = goBack()
  const next = scrollBehavior(mall, mall, null)
  height = 2056
  await vi.advanceTimersByTimeAsync(50)
  expect([await left, await next]).toEqual([false, { top: 0 }])
})

it('the first page is not scrolled, a next one begins at its top', async () => {
  expect(await scrollBehavior(mall, START_LOCATION, null)).toBe(false)
  expect(await scrollBehavior(mall, mall, null)).toEqual({ top: 0 })
})

import { afterEach, beforeEach, expect, vi } from 'vitest'

/** A console.error fails the test. */
const complaints = vi.fn()

beforeEach(() => {
  complaints.mockClear()
  vi.spyOn(console, 'error').mockImplementation(complaints)
})
afterEach(() => {
  expect(complaints.mock.calls, 'console.error was called').toEqual([])
})

/** Waiting ends when something holds; a second, as Vitest has it, is too short for a busy machine. */
const WAIT_MS_MAX = 120_000
const waitFor = vi.waitFor
vi.waitFor = (callback, options) =>
  waitFor(callback, typeof options === 'number' ? options : { timeout: WAIT_MS_MAX, ...options })

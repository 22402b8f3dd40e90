import { afterEach, beforeEach, expect, vi } from 'vitest'

/** Whatever complains on the console has gone wrong: no test passes over it. */
const complaints = vi.fn()

beforeEach(() => {
  complaints.mockClear()
  vi.spyOn(console, 'error').mockImplementation(complaints)
})
afterEach(() => {
  expect(complaints.mock.calls, 'console.error was called').toEqual([])
})

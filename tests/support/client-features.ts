import { afterAll, vi } from 'vitest'
import { registerAll } from './client/features.ts'

// Registers the features before the tests of a file, as main.ts does.
await registerAll()

// The next file runs in the same process: it finds libraries loaded, but nothing of the product, and nothing
// that this file replaced.
afterAll(() => {
  vi.resetModules()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

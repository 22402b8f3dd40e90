import { afterAll, vi } from 'vitest'
import { registerAll } from './client/features.ts'

/** What tabs say to each other is heard in the whole process: a phone of an earlier file must not hear it. */
const channels = new Set<BroadcastChannel>()
const Channel = globalThis.BroadcastChannel
globalThis.BroadcastChannel = class extends Channel {
  constructor(name: string) {
    super(name)
    channels.add(this)
  }
}

// Registers the features before the tests of a file, as main.ts does.
await registerAll()

// The next file runs in the same process: it finds libraries loaded, but nothing of the product, and nothing
// that this file replaced.
afterAll(() => {
  for (const channel of channels) channel.close()
  globalThis.BroadcastChannel = Channel
  vi.resetModules()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

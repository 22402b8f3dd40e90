import type { Environment } from 'vitest/runtime'
import process from 'node:process'
import { populateGlobal } from 'vitest/runtime'

/** The one file that `libraries.ts` has made of it. */
export const loadHappyDom = async (): Promise<typeof import('happy-dom')> =>
  await import(/* @vite-ignore */ process.env.LITTLE_BEE_HAPPY_DOM!)

/** What Vitest's own environment takes from the window beyond what it takes from every window. */
const requests = [
  'Request',
  'Response',
  'MessagePort',
  'fetch',
  'Headers',
  'AbortController',
  'AbortSignal',
  'URL',
  'URLSearchParams',
  'FormData',
]

/** Vitest's environment `happy-dom`, but for the one file. */
const environment: Environment = {
  name: 'dom',
  viteEnvironment: 'client',
  async setup(global: typeof globalThis, { dom = {} }: { dom?: { settings?: object } }) {
    const { GlobalWindow } = await loadHappyDom()
    const window = new GlobalWindow({
      console: global.console,
      url: 'http://localhost:3000',
      settings: { ...dom.settings, disableErrorCapturing: true },
    })
    const { keys, originals } = populateGlobal(global, window, {
      bindFunctions: true,
      additionalKeys: requests,
    })
    return {
      async teardown() {
        await window.happyDOM.abort()
        window.close()
        for (const key of keys) Reflect.deleteProperty(global, key)
        originals.forEach((value, key) => Reflect.set(global, key, value))
      },
    }
  },
}
export default environment

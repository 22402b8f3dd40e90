import type { Environment } from 'vitest/runtime'
import { Buffer } from 'node:buffer'
import process from 'node:process'

type HappyDom = typeof import('happy-dom')
const { happyDomOfWindow } = globalThis as { happyDomOfWindow?: HappyDom }

/**
 * The one file that `libraries.ts` has made of it. In a window it is the copy that the window is of: nodes of
 * two copies don't go together.
 */
export const loadHappyDom = async (): Promise<HappyDom> =>
  happyDomOfWindow ?? await import(/* @vite-ignore */ process.env.LITTLE_BEE_HAPPY_DOM!)

/** Vitest's environment `happy-dom`, but for the one file. The window is the global object of the realm. */
const environment: Environment = {
  name: 'dom',
  viteEnvironment: 'client',
  async setupVM({ dom = {} }: { dom?: { settings?: object } }) {
    const happyDom = await loadHappyDom()
    const window = new happyDom.Window({
      console: globalThis.console,
      url: 'http://localhost:3000',
      settings: { ...dom.settings, disableErrorCapturing: true },
    })
    // Bytes are those of Node's realm, which Node's own functions and happy-dom know.
    const bytes = { ArrayBuffer, Uint8Array, Uint8ClampedArray, Buffer }
    Object.assign(window, { ...bytes, structuredClone, happyDomOfWindow: happyDom })
    return {
      getVmContext: () => window,
      async teardown() {
        await window.happyDOM.abort()
        window.close()
      },
    }
  },
  setup: () => {
    throw new Error('a test that opens pages belongs to the project `client`, whose files have realms')
  },
}
export default environment

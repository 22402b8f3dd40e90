// @vitest-environment dom
import { expect, it, onTestFinished, vi } from 'vitest'
import { createApp, nextTick } from 'vue'
import { button } from '../../../support/client/page.ts'

const hint = () => document.querySelector('aside[aria-label="添加到桌面"]')

interface Offer extends Event { prompt: () => Promise<{ outcome: string }> }
/** What a browser does that could install the app; the second is how often its own question was asked. */
function offered() {
  let asked = 0
  const event = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt: async () => {
    asked++
    return { outcome: 'accepted' }
  } }) as Offer
  dispatchEvent(event)
  return { event, asked: () => asked }
}

/** The app started anew, as after a reload: its modules remember nothing, the phone everything. */
async function start({
  isStandalone = false,
  userAgent = 'Mozilla/5.0 (Linux; Android 13) Chrome/126.0',
} = {}) {
  vi.resetModules()
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(userAgent)
  vi.stubGlobal('matchMedia', (query: string) => ({
    matches: isStandalone && query === '(display-mode: standalone)',
  }))
  const { default: InstallHint } = await import('#client/features/home/InstallHint.vue')
  const app = createApp(InstallHint)
  app.mount(document.body.appendChild(document.createElement('div')))
  const close = () => {
    app.unmount()
    document.body.replaceChildren()
  }
  onTestFinished(() => {
    close()
    localStorage.clear()
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })
  return { close }
}

it('nothing is said before the browser offers to install; then our hint replaces its banner', async () => {
  await start()
  expect(hint()).toBeNull()
  const { event } = offered()
  await nextTick()
  expect(hint()!.textContent).toContain('没信号也能打开')
  expect(event.defaultPrevented).toBe(true)
})

it('添加 asks the browser\'s own question, once, and the hint goes', async () => {
  await start()
  const { asked } = offered()
  await nextTick()
  button('添加').click()
  await vi.waitFor(() => expect(hint()).toBeNull())
  expect(asked()).toBe(1)
})

it('the hint goes when the app was installed some other way', async () => {
  await start()
  offered()
  await nextTick()
  expect(hint()).not.toBeNull()
  dispatchEvent(new Event('appinstalled'))
  await nextTick()
  expect(hint()).toBeNull()
})

it('the app opened from the home screen never shows it', async () => {
  await start({ isStandalone: true })
  offered()
  await nextTick()
  expect(hint()).toBeNull()
})

it('不再提示 is kept: neither a new offer nor a reload brings it back', async () => {
  const { close } = await start()
  offered()
  await nextTick()
  button('不再提示').click()
  await nextTick()
  expect(hint()).toBeNull()
  offered()
  await nextTick()
  expect(hint()).toBeNull()
  close()
  await start()
  offered()
  await nextTick()
  expect(hint()).toBeNull()
})

it('an iPhone, which never offers, is told how in a sentence, until that is dismissed', async () => {
  const userAgent = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1'
  const { close } = await start({ userAgent })
  expect(hint()!.textContent).toContain('添加到主屏幕')
  button('不再提示').click()
  await nextTick()
  expect(hint()).toBeNull()
  close()
  await start({ userAgent })
  expect(hint()).toBeNull()
})

import { expect, it, vi } from 'vitest'
import { openPhone, until } from '../../support/client/phone.ts'

it('a page hidden while its event stream is about to open has none until it is seen again', async () => {
  const { account } = await openPhone()
  const opened = vi.fn()
  vi.stubGlobal('EventSource', class extends EventTarget {
    constructor() {
      super()
      opened()
    }

    close() {}
  })
  const see = (visibilityState: DocumentVisibilityState) => {
    Object.defineProperty(document, 'visibilityState', { value: visibilityState, configurable: true })
    document.dispatchEvent(new window.Event('visibilitychange'))
  }
  const { listenForNudges } = await import('#client/sync/http/event-stream.ts')
  listenForNudges()
  see('hidden')
  await account.savedSession()
  await new Promise(resolve => setTimeout(resolve))
  expect(opened).not.toHaveBeenCalled()
  see('visible')
  await until(() => opened.mock.calls.length === 1)
})

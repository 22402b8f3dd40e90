// @vitest-environment dom
import { whenQuiet } from '#client/sync/browser/quiet.ts'
import { expect, it, onTestFinished, vi } from 'vitest'

it('what may wait lets the page load and the main thread come to rest first', async () => {
  const idle = vi.fn()
  vi.stubGlobal('requestIdleCallback', idle)
  const state = vi.spyOn(document, 'readyState', 'get').mockReturnValue('interactive')
  onTestFinished(() => {
    state.mockRestore()
    vi.unstubAllGlobals()
  })
  let isQuiet = false
  const quiet = whenQuiet().then(() => isQuiet = true)
  await Promise.resolve()
  expect(idle).not.toHaveBeenCalled()
  dispatchEvent(new Event('load'))
  await vi.waitFor(() => expect(idle).toHaveBeenCalledOnce())
  expect(isQuiet).toBe(false)
  idle.mock.calls[0]![0]()
  await quiet
  expect(isQuiet).toBe(true)
})

// @vitest-environment dom
import { useScanning } from '#client/scan/scanning.ts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, ref } from 'vue'

// A camera that is busy or pulled out can't be had from a test's Chromium, so the browser's door to it is
// played here.
const getUserMedia = vi.fn<() => Promise<MediaStream>>()
let scope = effectScope()
beforeEach(() => {
  scope = effectScope()
  vi.useFakeTimers()
  getUserMedia.mockReset()
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } })
})
afterEach(() => {
  scope.stop()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** A camera's stream, and the wire by which it is pulled out. */
function stream() {
  const track = Object.assign(new EventTarget(), { stop: vi.fn() })
  return {
    given: { getVideoTracks: () => [track], getTracks: () => [track] } as unknown as MediaStream,
    track,
    pullOut: () => track.dispatchEvent(new Event('ended')),
  }
}
const seesNothing = {
  video: ref(null),
  paused: () => false,
  worthOf: () => 'foreign' as const,
  onRead: () => {},
}
const scanning = (isUnattended = false) => scope.run(() => useScanning({ ...seesNothing, isUnattended }))!

it('a camera that another app holds is opened as soon as it is let go', async () => {
  getUserMedia
    .mockRejectedValueOnce(new DOMException('busy', 'NotReadableError'))
    .mockResolvedValueOnce(stream().given)
  const { camera, trouble } = scanning()
  await vi.waitFor(() => expect(trouble.value).toBe('none'))
  await vi.advanceTimersByTimeAsync(5_000)
  expect(trouble.value).toBeUndefined()
  expect(camera.value).toBeDefined()
})

it('a camera that was pulled out is opened again when it is back', async () => {
  const first = stream()
  getUserMedia
    .mockResolvedValueOnce(first.given)
    .mockRejectedValueOnce(new DOMException('gone', 'NotFoundError'))
    .mockResolvedValueOnce(stream().given)
  const { camera, trouble } = scanning()
  await vi.waitFor(() => expect(camera.value).toBeDefined())
  first.pullOut()
  await vi.waitFor(() => expect(trouble.value).toBe('none'))
  expect(camera.value).toBeUndefined()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(camera.value).toBeDefined()
})

describe('a camera that was refused', () => {
  const refuse = () => getUserMedia.mockRejectedValueOnce(new DOMException('no', 'NotAllowedError'))

  async function refused(isUnattended = false) {
    refuse()
    getUserMedia.mockResolvedValueOnce(stream().given)
    const opened = scanning(isUnattended)
    await vi.waitFor(() => expect(opened.trouble.value).toBe('denied'))
    return opened
  }

  it('is not asked for again by itself while somebody looks at the page', async () => {
    await refused()
    await vi.advanceTimersByTimeAsync(600_000)
    expect(getUserMedia).toHaveBeenCalledTimes(1)
  })

  it('is opened when somebody asks for it', async () => {
    const { camera, trouble, reopen } = await refused()
    reopen()
    await vi.waitFor(() => expect(camera.value).toBeDefined())
    expect(trouble.value).toBeUndefined()
  })

  it('is opened when somebody comes back from the settings', async () => {
    const { camera } = await refused()
    document.dispatchEvent(new Event('visibilitychange'))
    await vi.waitFor(() => expect(camera.value).toBeDefined())
  })

  it('is opened as soon as the browser says that it is allowed', async () => {
    const status = new EventTarget()
    vi.stubGlobal('navigator', { mediaDevices: { getUserMedia }, permissions: { query: async () => status } })
    const { camera } = await refused()
    status.dispatchEvent(new Event('change'))
    await vi.waitFor(() => expect(camera.value).toBeDefined())
  })

  it('is asked for again within a minute on a kiosk, where nobody taps', async () => {
    const { camera } = await refused(true)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(camera.value).toBeDefined()
  })
})

it('a page that was left opens nothing any more', async () => {
  const late = stream()
  getUserMedia
    .mockRejectedValueOnce(new DOMException('busy', 'NotReadableError'))
    .mockResolvedValue(late.given)
  const left = effectScope()
  const { trouble } = left.run(() => useScanning(seesNothing))!
  await vi.waitFor(() => expect(trouble.value).toBe('none'))
  left.stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(getUserMedia).toHaveBeenCalledTimes(1)
})

// @vitest-environment happy-dom
import { useScanning } from '#client/scan/scanning.ts'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, ref } from 'vue'

// A camera that is busy or pulled out can't be had from a test's Chromium, so the browser's door to it is
// played here.
const getUserMedia = vi.fn<() => Promise<MediaStream>>()
const scope = effectScope()
beforeEach(() => {
  vi.useFakeTimers()
  getUserMedia.mockReset()
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } })
})
afterEach(() => {
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
const scanning = () => scope.run(() => useScanning(ref(null), () => false, () => {}))!

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

it('whoever said no is not asked again', async () => {
  getUserMedia.mockRejectedValueOnce(new DOMException('no', 'NotAllowedError'))
  const { trouble } = scanning()
  await vi.waitFor(() => expect(trouble.value).toBe('denied'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(getUserMedia).toHaveBeenCalledTimes(1)
})

it('a page that was left opens nothing any more', async () => {
  const late = stream()
  getUserMedia
    .mockRejectedValueOnce(new DOMException('busy', 'NotReadableError'))
    .mockResolvedValue(late.given)
  const left = effectScope()
  const { trouble } = left.run(() => useScanning(ref(null), () => false, () => {}))!
  await vi.waitFor(() => expect(trouble.value).toBe('none'))
  left.stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(getUserMedia).toHaveBeenCalledTimes(1)
})

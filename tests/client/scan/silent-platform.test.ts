// @vitest-environment dom
import { openReader } from '#client/scan/open-reader.ts'
import { useScanning } from '#client/scan/scanning.ts'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, ref } from 'vue'

const never = () => new Promise<never>(() => {})
let scope = effectScope()
beforeEach(() => {
  scope = effectScope()
  vi.useFakeTimers()
})
afterEach(() => {
  scope.stop()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

it('a camera that does not answer is said to be silent, and used once somebody allows it', async () => {
  let allow = (_stream: MediaStream) => {}
  const getUserMedia = () => new Promise<MediaStream>(resolve => allow = resolve)
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } })
  const { camera, trouble, isOpening } = scope.run(() =>
    useScanning({ video: ref(null), paused: () => false, worthOf: () => 'foreign', onRead: () => {} }))!
  await vi.advanceTimersByTimeAsync(14_999)
  expect([isOpening.value, trouble.value]).toEqual([true, undefined])
  await vi.advanceTimersByTimeAsync(1)
  expect([isOpening.value, trouble.value]).toEqual([false, 'silent'])
  const track = Object.assign(new EventTarget(), { stop: vi.fn() })
  allow({ getVideoTracks: () => [track], getTracks: () => [track] } as unknown as MediaStream)
  await vi.advanceTimersByTimeAsync(0)
  expect(trouble.value).toBeUndefined()
  expect(camera.value).toBeDefined()
})

/** happy-dom draws nothing; a reader here never looks at what was drawn. */
function drawNothing() {
  const pixels = { data: new Uint8ClampedArray(4), width: 1, height: 1 }
  const paint = { fillRect: () => {}, getImageData: () => pixels } as unknown as CanvasRenderingContext2D
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(paint as never)
}

it('where the browser’s own reader stops answering, ours reads on, until that hangs too', async () => {
  drawNothing()
  let isAnswering = true
  vi.stubGlobal('BarcodeDetector', class {
    detect = () => isAnswering ? Promise.resolve([{ rawValue: 'bee' }]) : never()
  })
  const asked: { id: number }[] = []
  const workers: { onmessage: (event: unknown) => void }[] = []
  let stopped = 0
  vi.stubGlobal('Worker', class {
    onmessage = () => {}
    constructor() { workers.push(this) }
    postMessage = (request: { id: number }) => void asked.push(request)
    terminate = () => void stopped++
  })
  const reader = await openReader()
  const picture = document.createElement('canvas')
  const isWanted = () => true
  expect(await reader.read(picture, isWanted)).toEqual(['bee'])

  isAnswering = false
  const byOurs = reader.read(picture, isWanted)
  await vi.advanceTimersByTimeAsync(4_000)
  workers[0]!.onmessage({ data: { id: asked[0]!.id, texts: ['门'] } })
  expect(await byOurs).toEqual(['门'])

  const hung = reader.read(picture, isWanted)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(await hung).toEqual([])
  expect(stopped).toBe(1)
})

it('a reader of the browser’s that never answers its first question is not used', async () => {
  drawNothing()
  vi.stubGlobal('BarcodeDetector', class { detect = never })
  vi.stubGlobal('Worker', class {
    onmessage = (_: unknown) => {}
    postMessage = ({ id }: { id: number }) => this.onmessage({ data: { id, texts: ['ours'] } })
    terminate = () => {}
  })
  const opening = openReader()
  await vi.advanceTimersByTimeAsync(4_000)
  expect(await (await opening).read(document.createElement('canvas'), () => true)).toEqual(['ours'])
})

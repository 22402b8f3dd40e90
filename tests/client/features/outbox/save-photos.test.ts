// @vitest-environment dom
import { Buffer } from 'node:buffer'
import { savePhotos } from '#client/features/outbox/save-photos.ts'
import { expect, it, onTestFinished, vi } from 'vitest'
import { photo } from '../../../support/client/commands.ts'

/** What the phone's downloads receive. */
function downloads() {
  const made = new Map<string, Blob>()
  vi.spyOn(URL, 'createObjectURL').mockImplementation((file) => {
    made.set(`blob:${made.size}`, file as Blob)
    return `blob:${made.size - 1}`
  })
  const saved: { name: string, file: Blob }[] = []
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, file: made.get(this.href)! })
  })
  onTestFinished(() => void vi.restoreAllMocks())
  return saved
}

it('each photo still on the phone is saved byte for byte under its own name, others not', async () => {
  const saved = downloads()
  const [first, gone, second] = [photo(), photo(), photo()]
  const bytesOf = async (hash: string) => [first, second].find(each => each.hash === hash)?.bytes
  expect(await savePhotos([first.hash, gone.hash, second.hash], bytesOf)).toBe('已保存 2 张照片')
  expect(saved.map(({ name }) => name)).toEqual(
    [first, second].map(({ hash }) => `小蜜蜂-${hash.slice(0, 8)}.jpg`),
  )
  for (const [i, { bytes }] of [first, second].entries())
    expect(Buffer.from(await saved[i]!.file.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true)
})

it('with no photo left on the phone nothing is saved, and that is said', async () => {
  const saved = downloads()
  expect(await savePhotos([photo().hash], async () => undefined)).toBe('照片已经不在手机里')
  expect(saved).toEqual([])
})

it('a share sheet that never says that it was closed is not waited for', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  vi.stubGlobal('matchMedia', () => ({ matches: true }))
  onTestFinished(() => void vi.unstubAllGlobals())
  const sharing = { canShare: () => true, share: () => new Promise(() => {}) }
  for (const [name, value] of Object.entries(sharing))
    Object.defineProperty(navigator, name, { value, configurable: true })
  onTestFinished(() => Object.keys(sharing).forEach(name => void Reflect.deleteProperty(navigator, name)))
  const shot = photo()
  const saving = savePhotos([shot.hash], async () => shot.bytes)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(await saving).toBe('已交给手机')
})

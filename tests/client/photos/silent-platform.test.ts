// @vitest-environment dom
import { withImage } from '#client/photos/image.ts'
import { preparePhoto } from '#client/photos/prepare-photo.ts'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const never = () => new Promise<never>(() => {})
beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

it('a file that the phone never hands out is told from a damaged one', async () => {
  const preparing = expect(preparePhoto({ arrayBuffer: never } as unknown as Blob)).rejects.toMatchObject({
    code: 'photo.silent',
    message: '手机一直没有给出这张照片：它可能还在云相册里，请先下载到手机再选。',
  })
  await vi.advanceTimersByTimeAsync(20_000)
  await preparing
})

it('a picture that is never decoded is given up', async () => {
  Object.defineProperty(HTMLImageElement.prototype, 'decode', { value: never, configurable: true })
  const use = vi.fn()
  const showing = expect(withImage(new Blob(), use)).rejects.toThrow('can not be decoded')
  await vi.advanceTimersByTimeAsync(20_000)
  await showing
  expect(use).not.toHaveBeenCalled()
})

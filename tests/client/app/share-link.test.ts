// @vitest-environment dom
import { said } from '#client/app/said.ts'
import { shareLink } from '#client/app/share-link.ts'
import { afterEach, expect, it, vi } from 'vitest'

afterEach(() => vi.unstubAllGlobals())

it('without a share sheet the address is copied, and where it can not be, the page says so', async () => {
  const writeText = vi.fn(async () => {})
  vi.stubGlobal('navigator', { clipboard: { writeText } })
  await shareLink('看看这个')
  expect(writeText).toHaveBeenCalledWith(`看看这个 ${window.location.href}`)
  expect(said.value).toBe('链接已复制，去粘贴给朋友')
  vi.stubGlobal('navigator', {}) // As on an insecure page.
  await shareLink('看看这个')
  expect(said.value).toBe('没能复制，请从浏览器分享')
})

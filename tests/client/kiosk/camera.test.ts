// @vitest-environment dom
import KioskCamera from '#client/kiosk/parts/KioskCamera.vue'
import { beforeEach, expect, it, vi } from 'vitest'
import { h } from 'vue'
import { freshPhone, openPage, tap, text } from '../../support/client/page.ts'

freshPhone(() => ({}), () => {})
// A camera can't be had here, so the browser's door to it is played.
const getUserMedia = vi.fn<() => Promise<MediaStream>>()
Object.defineProperty(navigator, 'mediaDevices', { value: { getUserMedia }, configurable: true })
beforeEach(() => void getUserMedia.mockReset())
const open = () => openPage({ render: () => h(KioskCamera, { paused: true }) }, { holder: null })
const stream = () => Object.assign(new MediaStream(), { getTracks: () => [], getVideoTracks: () => [] })
const sees = () => vi.waitFor(() => expect(text()).toContain('把通行码对准这里'))

it('a camera that works is not offered to be opened again', async () => {
  getUserMedia.mockResolvedValueOnce(stream())
  await open()
  await sees()
  expect(text()).not.toContain('再开相机')
})

it('a camera that was refused is opened by a tap', async () => {
  getUserMedia
    .mockRejectedValueOnce(new DOMException('no', 'NotAllowedError'))
    .mockResolvedValueOnce(stream())
  await open()
  await vi.waitFor(() => expect(text()).toContain('没有相机权限'))
  await tap('再开相机')
  await sees()
})

// @vitest-environment dom
import type { PhoneServer } from '../../../../support/client/page.ts'
import { expect, it } from 'vitest'
import {
  choose,
  freshPhone,
  me,
  openPage,
  settled,
  submit,
  tap,
  text,
  type,
} from '../../../../support/client/page.ts'
import { REPORT_ID as id, view as reportView } from '../report-view.ts'

const staff = me('staff', { areaId: '420103006' })
const hash = 'a'.repeat(64)
const photo = { hash, thumbhash: null }
const box = { left: 0.1, top: 0.1, width: 0.3, height: 0.3 }
const desk = {
  reporter: { name: '李小蜂', phoneHint: '138****0002' },
  isOwn: false,
  reusedPhoto: false,
  afterPhotoFault: null,
  clockSkewMs: 0,
  photoFacts: [],
  seals: [] as object[],
}
const view = (more: object = {}) =>
  reportView({ mine: false, state: 'accepted', photos: [photo], desk, ...more })

let server: PhoneServer
freshPhone(() => ({ 'identity.me': staff, 'reports.one': view() }), given => server = given)
const sent = () => server.commands.map(({ name, input }) => [name, input])
const open = async () => {
  const page = await openPage(`/desk/${id}/photos/${hash}`, { holder: staff })
  await expect.poll(text).toContain('框住')
  return page
}
/** A finger that goes from one place (in shares of the photo) to another. */
async function draw([x, y]: number[], [toX, toY]: number[]) {
  const pad = document.querySelector<HTMLElement>('.box-pad__photo')!
  pad.getBoundingClientRect = () => ({ left: 0, top: 0, width: 100, height: 100 }) as DOMRect
  pad.setPointerCapture = () => {}
  const finger = { isPrimary: true, pointerId: 1, button: 0 }
  const point = (type: string, left: number, top: number) =>
    pad.dispatchEvent(new PointerEvent(type, { ...finger, clientX: left * 100, clientY: top * 100 }))
  point('pointerdown', x!, y!)
  point('pointermove', toX!, toY!)
  point('pointerup', toX!, toY!)
  await settled()
}

it('what a finger framed is covered, for a reason; a tap frames nothing, a frame can be undone', async () => {
  await open()
  await draw([0.5, 0.5], [0.25, 0.75])
  await draw([0.9, 0.9], [0.9, 0.9])
  await draw([0.1, 0.1], [0.3, 0.2])
  expect(text()).toContain('遮挡 2 处')
  await tap('撤销')
  await tap('遮挡 1 处')
  expect([text().includes('请写明原因'), sent()]).toEqual([true, []])
  choose('车牌')
  await tap('遮挡 1 处')
  await expect.poll(sent).toEqual([['reports.coverPhoto', {
    reportId: id,
    hash,
    version: 0,
    reason: '照片里看得清车牌',
    boxes: [{ left: 0.25, top: 0.5, width: 0.25, height: 0.25 }],
  }]])
})

it('nothing framed covers nothing; the whole photo is hidden with a reason of one\'s own', async () => {
  const { router } = await open()
  choose('其他')
  await tap('遮挡')
  expect(text()).toContain('请先在照片上框出要遮挡的地方')
  await type('.van-field__control', '拍到了孩子')
  await tap('隐藏整张')
  await expect.poll(sent)
    .toEqual([['reports.hidePhoto', { reportId: id, hash, version: 0, reason: '拍到了孩子' }]])
  await expect.poll(() => router.currentRoute.value.name).toBe('desk-report')
})

it('a frame is placed by arrow keys too', async () => {
  await open()
  await tap('加一块')
  for (const key of [{ key: 'ArrowLeft' }, { key: 'ArrowDown', shiftKey: true }]) {
    document.querySelector('.box-pad__box')!.dispatchEvent(new KeyboardEvent('keydown', key))
    await settled()
  }
  const { style } = document.querySelector<HTMLElement>('.box-pad__box')!
  expect([style.left, style.top, style.height].map(share => Math.round(Number.parseFloat(share))))
    .toEqual([38, 40, 22])
})

it('what is covered stands there; its original is opened for a reason and saved nowhere', async () => {
  server.answers['reports.one'] = view({
    photos: [{ ...photo, version: 3 }],
    desk: { ...desk, seals: [{ hash, boxes: [box], hasOriginal: true }] },
  })
  server.answers['reports.sealed'] = { jpeg: 'AAAA' }
  await open()
  expect(text()).toContain('遮挡 1 处')
  expect(document.querySelector('.box-pad img')!.getAttribute('src')).toBe(`/api/photos/${hash}/full?v=3`)
  await tap('看原图')
  await submit('.original')
  expect(text()).toContain('请写明为什么要看原图')
  await type('.original .van-field__control', '核对车牌')
  await submit('.original')
  await expect.poll(() => document.querySelector('.original img')?.getAttribute('src'))
    .toBe('data:image/jpeg;base64,AAAA')
  const { store } = await import('#client/sync/store/store.ts')
  expect(JSON.stringify(await (await store()).getAll('answers'))).not.toContain('AAAA')
})

it('a hidden photo is not asked for, and is shown again with a reason', async () => {
  server.answers['reports.one'] = view({
    photos: [{ ...photo, version: 1, isHidden: true }],
    desk: { ...desk, seals: [{ hash, boxes: [], hasOriginal: true }] },
  })
  await openPage(`/desk/${id}/photos/${hash}`, { holder: staff })
  await expect.poll(text).toContain('这张照片已隐藏')
  expect(document.querySelectorAll('img')).toHaveLength(0)
  await tap('恢复原样')
  await type('textarea', '不是人脸，是海报')
  await submit('.words-form')
  await expect.poll(sent)
    .toEqual([['reports.showPhoto', { reportId: id, hash, version: 1, reason: '不是人脸，是海报' }]])
})

it('a destroyed original offers no way back', async () => {
  server.answers['reports.one'] = view({
    photos: [{ ...photo, version: 1 }],
    desk: { ...desk, seals: [{ hash, boxes: [], hasOriginal: false }] },
  })
  await open()
  expect(text()).toContain('原图已销毁，不能恢复')
  expect(text()).not.toContain('看原图')
})

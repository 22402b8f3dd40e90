// @vitest-environment dom
import { Buffer } from 'node:buffer'
import { beginDraft, draft as draftOf, drafts, dropDraft } from '#client/sync/outbox-store/drafts.ts'
import { IDBObjectStore } from 'fake-indexeddb'
import sharp from 'sharp'
import { expect, it, vi } from 'vitest'
import { letPhoneHold } from '../../../support/client/full.ts'
import { freshPhone, me, openPage, settled, tap, text, type } from '../../../support/client/page.ts'

const rider = me('courier')
freshPhone(() => ({}), () => {})

async function pick(selector: string): Promise<Buffer> {
  const jpeg = await sharp({ create: { width: 16, height: 16, channels: 3, background: '#39c' } })
    .jpeg()
    .toBuffer()
  const input = document.querySelector<HTMLInputElement>(selector)!
  Object.defineProperty(input, 'files', {
    value: [new File([Uint8Array.from(jpeg)], 'photo.jpg')],
    configurable: true,
  })
  input.dispatchEvent(new Event('change'))
  return jpeg
}

/** What 存到手机 of this photo would save. */
async function saved(made: { mock: { calls: unknown[][], results: { value: unknown }[] } }): Promise<Buffer> {
  const { href } = document.querySelector<HTMLAnchorElement>('a[download]')!
  const at = made.mock.results.findIndex(({ value }) => value === href)
  return Buffer.from(await (made.mock.calls[at]?.[0] as Blob).arrayBuffer())
}

const emptyDraft = {
  id: 'd1',
  accountId: rider.accountId,
  kind: null,
  text: '',
  seenAt: 1,
  photos: [],
  changedAt: 1,
}

it('a photo the phone has no space for stays on the page and can be downloaded and retried', async () => {
  const made = vi.spyOn(URL, 'createObjectURL')
  Object.defineProperty(navigator, 'geolocation', {
    value: { getCurrentPosition: (_: unknown, fail: () => void) => fail() },
    configurable: true,
  })
  const page = await openPage('/report', { holder: rider })
  page.router.addRoute({ path: '/finish/:draftId', name: 'finish-report', component: { render: () => null } })
  const makeRoom = letPhoneHold(0)
  const jpeg = await pick('input[capture]')
  await expect.poll(text).toContain('手机空间满了，没有保存。内容还在这一页')
  await tap('看第 1 张')
  expect((await saved(made)).equals(jpeg)).toBe(true)

  await tap('再试一次')
  expect(text()).toContain('手机空间满了')
  makeRoom()
  await tap('再试一次')
  await expect.poll(() => page.router.currentRoute.value.name).toBe('finish-report')
  expect((await drafts()).map(({ photos }) => photos.length)).toEqual([1])
})

it('a photo added to a draft on a full phone is saved to the phone from the page itself', async () => {
  await beginDraft(emptyDraft)
  const made = vi.spyOn(URL, 'createObjectURL')
  window.history.replaceState({}, '')
  await openPage('/report/d1', { holder: rider })
  letPhoneHold(0)
  const jpeg = await pick('input[capture]')
  await expect.poll(text).toContain('手机空间满了')
  expect(text()).not.toContain('已存为草稿')
  await tap('看第 1 张')
  expect((await saved(made)).equals(jpeg)).toBe(true)
})

it('a draft that could not be deleted stays on its page, which says so', async () => {
  await beginDraft(emptyDraft)
  window.history.replaceState({}, '')
  const { router } = await openPage('/report/d1', { holder: rider })
  const drop = IDBObjectStore.prototype.delete
  const deletes = vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(function (
    this: IDBObjectStore,
    key: IDBValidKey | IDBKeyRange,
  ) {
    if (this.name === 'drafts') throw new DOMException('the disk failed', 'UnknownError')
    return drop.call(this, key)
  })
  await tap('删除草稿')
  await tap('删除草稿')
  await expect.poll(text).toContain('没有保存成功，内容还在这一页，请再试一次')
  expect(router.currentRoute.value.name).toBe('finish-report')
  deletes.mockRestore()
  await tap('删除草稿')
  await expect.poll(() => router.currentRoute.value.name).toBe('my-reports')
  expect(await draftOf('d1')).toBeUndefined()
})

it('a draft that another tab has finished is said to be, and can still be read', async () => {
  await beginDraft(emptyDraft)
  window.history.replaceState({}, '')
  await openPage('/report/d1', { holder: rider })
  await dropDraft('d1')
  await type('textarea', '井盖松了')
  await expect.poll(text).toContain('这份草稿已经在别处提交或删除了')
  await settled()
  expect(text()).toContain('井盖松了')
  expect(document.querySelector('textarea')).toBeNull()
  expect(await draftOf('d1')).toBeUndefined()
})

// @vitest-environment dom
import type { FormPhoto } from '#client/app/forms/saved-photos.ts'
import { savedPhotos } from '#client/app/forms/saved-photos.ts'
import { forgetAccount } from '#client/app/session/forget-account.ts'
import { useSession } from '#client/app/session/session.ts'
import { savedFormPhotos, saveFormPhotos } from '#client/sync/store/form-photos.ts'
import { saveSession } from '#client/sync/store/session.ts'
import { store } from '#client/sync/store/store.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { effectScope, shallowRef } from 'vue'
import { me } from '../../../support/client/page.ts'
import 'fake-indexeddb/auto'

const photo = (letter: string): FormPhoto => ({
  hash: letter.repeat(64),
  bytes: new Uint8Array([letter.charCodeAt(0)]).buffer,
})
const umbrella = photo('a')
const raincoat = photo('b')
const staff = me('staff')
const kept = async () => await (await store()).getAllKeys('picked')

let scopes: (() => void)[] = []
/** A form as it is opened, by a tap or a reload; `close` as when the page is left. */
function openForm(name = 'item-new') {
  const scope = effectScope()
  const form = scope.run(() => {
    const taken = shallowRef<readonly FormPhoto[]>([])
    return { taken, saving: savedPhotos(name, taken) }
  })!
  scopes.push(() => scope.stop())
  return { ...form, close: () => scope.stop() }
}

beforeEach(async () => {
  await (await store()).clear('picked')
  setActivePinia(createPinia())
  useSession().me = staff
})
afterEach(() => {
  for (const stop of scopes) stop()
  scopes = []
})

it('picked pictures are there when their form is opened anew, there alone and for one person', async () => {
  const before = openForm()
  before.taken.value = [umbrella, raincoat]
  await expect.poll(kept).toHaveLength(1)
  before.close()
  const [after, other] = [openForm(), openForm('notice-1')]
  await expect.poll(() => after.taken.value).toEqual([umbrella, raincoat])
  expect(other.taken.value).toEqual([])
  useSession().me = me('unit', { accountId: 'somebody-else' })
  const theirs = openForm()
  await (await store()).getAll('picked')
  expect(theirs.taken.value).toEqual([])
})

it('the same picture in two forms is kept for the second when the first has been sent', async () => {
  const [one, two] = [openForm('desk-1'), openForm('desk-2')]
  one.taken.value = [umbrella]
  two.taken.value = [umbrella]
  await expect.poll(kept).toHaveLength(2)
  one.taken.value = []
  await expect.poll(kept).toHaveLength(1)
  two.close()
  const again = openForm('desk-2')
  await expect.poll(() => again.taken.value).toEqual([umbrella])
})

it('a picture counts as being saved until the phone has it, also the first of two', async () => {
  const form = openForm()
  form.taken.value = [umbrella]
  form.taken.value = [umbrella, raincoat]
  expect(form.saving.isUnderWay).toBe(true)
  await expect.poll(() => form.saving.isUnderWay).toBe(false)
  const photos = await savedFormPhotos(`${staff.accountId}/item-new`)
  expect(photos.map(({ hash }) => hash)).toEqual([umbrella.hash, raincoat.hash])
})

it('what is kept is what is picked now, and nothing once it has been sent', async () => {
  const form = openForm('desk-1')
  const hashes = async () => (await savedFormPhotos(`${staff.accountId}/desk-1`)).map(({ hash }) => hash)
  form.taken.value = [umbrella]
  form.taken.value = [umbrella, raincoat]
  await expect.poll(hashes).toEqual([umbrella.hash, raincoat.hash])
  form.taken.value = [raincoat]
  await expect.poll(hashes).toEqual([raincoat.hash])
  form.taken.value = []
  await expect.poll(kept).toEqual([])
})

it('a phone that has no room says so at once, and the form holds the picture until it is left', async () => {
  const { put } = IDBObjectStore.prototype
  IDBObjectStore.prototype.put = () => {
    throw new DOMException('full', 'QuotaExceededError')
  }
  try {
    const form = openForm()
    form.taken.value = [umbrella]
    await expect.poll(() => form.saving.problem).toContain('手机空间满了，图片没存下来')
    expect(form.taken.value).toEqual([umbrella])
    form.taken.value = []
    expect(form.saving.problem).toBe('')
  }
  finally {
    IDBObjectStore.prototype.put = put
  }
})

it('what nobody came back for goes after a day, and an erased account takes its own along', async () => {
  const now = Date.now()
  await saveFormPhotos('li/old', [umbrella], now - 1.1 * DAY_MS)
  expect(await savedFormPhotos('li/old', now)).toEqual([])
  await saveFormPhotos('li/new', [raincoat], now)
  await saveFormPhotos('wang/new', [raincoat], now)
  expect(await kept()).toEqual(['li/new', 'wang/new'])
  await saveSession({ me: null })
  await forgetAccount('li')
  expect(await kept()).toEqual(['wang/new'])
})

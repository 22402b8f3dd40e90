// @vitest-environment happy-dom
import type { Taken } from '#client/app/kept-photo.ts'
import { keepPhoto } from '#client/app/kept-photo.ts'
import { keepSession } from '#client/sync/account.ts'
import { forgetAccount } from '#client/sync/forget-account.ts'
import { keepPicked, pickedBytes } from '#client/sync/picked.ts'
import { store } from '#client/sync/store.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { effectScope, ref } from 'vue'
import 'fake-indexeddb/auto'

const photo = (letter: string): Taken => ({ hash: letter.repeat(64), bytes: new Uint8Array([letter.charCodeAt(0)]).buffer })
const umbrella = photo('a')
const raincoat = photo('b')
const kept = async () => await (await store()).getAllKeys('picked')

let scopes: (() => void)[] = []
/** A form as it is opened, by a tap or a reload; `close` as when the page is left. */
function openForm(name = 'item-new') {
  const scope = effectScope()
  const form = scope.run(() => {
    const taken = ref<Taken>()
    return { taken, ...keepPhoto(name, taken) }
  })!
  scopes.push(() => scope.stop())
  return { ...form, close: () => scope.stop() }
}

beforeEach(async () => {
  sessionStorage.clear()
  await (await store()).clear('picked')
})
afterEach(() => {
  for (const stop of scopes) stop()
  scopes = []
})

it('a picked picture is there again when its form is opened anew, and in no other form', async () => {
  const before = openForm()
  before.taken.value = umbrella
  await expect.poll(() => sessionStorage.length).toBe(1)
  before.close()
  const [after, other] = [openForm(), openForm('notice-1')]
  await expect.poll(() => after.taken.value).toEqual(umbrella)
  expect(other.taken.value).toBeUndefined()
})

it('once sent it is kept no more, and of two picked the second counts', async () => {
  const form = openForm()
  form.taken.value = umbrella
  await expect.poll(kept).toEqual([umbrella.hash])
  form.taken.value = raincoat
  await expect.poll(kept).toEqual([raincoat.hash])
  form.taken.value = undefined
  await expect.poll(kept).toEqual([])
  form.close()
  await expect.poll(() => sessionStorage.length).toBe(0)
  expect(openForm().taken.value).toBeUndefined()
})

it('a phone that has no room says so at once, and the form holds the picture until it is left', async () => {
  const { put } = IDBObjectStore.prototype
  IDBObjectStore.prototype.put = () => {
    throw new DOMException('full', 'QuotaExceededError')
  }
  try {
    const form = openForm()
    form.taken.value = umbrella
    await expect.poll(() => form.problem.value).toContain('手机空间满了，图片没存下来')
    expect(form.taken.value).toEqual(umbrella)
    form.taken.value = undefined
    expect(form.problem.value).toBe('')
  }
  finally {
    IDBObjectStore.prototype.put = put
  }
})

it('what nobody came back for goes after a week, and an erased account takes all along', async () => {
  const now = Date.now()
  await keepPicked(umbrella, now - 8 * DAY_MS)
  await keepPicked(raincoat, now)
  expect(await kept()).toEqual([raincoat.hash])
  expect(await pickedBytes(raincoat.hash)).toEqual(raincoat.bytes)
  await keepSession({ me: null })
  await forgetAccount('li')
  expect(await kept()).toEqual([])
})

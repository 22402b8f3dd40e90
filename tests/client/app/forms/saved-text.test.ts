// @vitest-environment dom
import { forgetTyped, savedInTab, savedText } from '#client/app/forms/saved-text.ts'
import { useSession } from '#client/app/session/session.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { me } from '../../../support/client/page.ts'
import 'fake-indexeddb/auto'

const li = me('courier', { accountId: 'li' })
const wang = me('courier', { accountId: 'wang' })
const signedIn = (who: typeof li | null) => useSession().me = who

async function type(name: string, words: string) {
  savedText(name).value = words
  await nextTick()
}

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
  setActivePinia(createPinia())
})

it('what somebody typed is there again after the app was killed, for them and nobody else', async () => {
  signedIn(li)
  await type('complaint', '灯坏了')
  sessionStorage.clear() // As when the app is swiped away.
  expect(savedText('complaint').value).toBe('灯坏了')
  expect(savedText('register').value).toBe('')
  signedIn(wang)
  expect(savedText('complaint').value).toBe('')
  signedIn(li)
  await type('complaint', '')
  expect(localStorage.length).toBe(0)
})

it('what was typed before signing in is there for whoever signs in, once', async () => {
  signedIn(null)
  await type('complaint', '想提个意见')
  signedIn(li)
  expect(savedText('complaint').value).toBe('想提个意见')
  signedIn(wang)
  expect(savedText('complaint').value).toBe('')
  signedIn(null)
  await type('complaint', '后来的话')
  signedIn(li)
  expect(savedText('complaint').value).toBe('想提个意见') // Their own words give way to nobody's.
})

it('after a day it is gone, and an erased account leaves nothing', async () => {
  signedIn(li)
  await type('complaint', '灯坏了')
  signedIn(wang)
  await type('complaint', '门坏了')
  localStorage.setItem('little-bee-theme', '{}')
  forgetTyped('li')
  expect(Object.keys(localStorage).sort()).toEqual(['little-bee-theme', 'little-bee-typed-wang/complaint'])
  forgetTyped(undefined, Date.now() + 0.9 * DAY_MS)
  expect(savedText('complaint').value).toBe('门坏了')
  forgetTyped(undefined, Date.now() + 1.1 * DAY_MS)
  expect(Object.keys(localStorage)).toEqual(['little-bee-theme'])
})

it('what one tab remembers is for that tab', async () => {
  savedInTab('counter-station').value = 'seven'
  await nextTick()
  expect(savedInTab('counter-station').value).toBe('seven')
  expect(localStorage.length).toBe(0)
})

it('where storage is closed the words live as long as the page', async () => {
  signedIn(li)
  vi.stubGlobal('localStorage', new Proxy({}, {
    get: () => {
      throw new DOMException('closed', 'SecurityError')
    },
  }))
  const words = savedText('complaint')
  words.value = '灯坏了'
  await nextTick()
  vi.unstubAllGlobals()
  expect(words.value).toBe('灯坏了')
  expect(localStorage.length).toBe(0)
})

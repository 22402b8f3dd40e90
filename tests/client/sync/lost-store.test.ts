import { forceCloseDatabase, IDBFactory } from 'fake-indexeddb'
import { unwrap } from 'idb'
import { beforeEach, expect, it, vi } from 'vitest'
import 'fake-indexeddb/auto'

const shot = { hash: 'a'.repeat(64), seenAt: 1 }
const draft = { id: 'd', accountId: 'li', kind: null, text: '井盖', seenAt: 1, photos: [], changedAt: 1 }

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.resetModules()
})

async function openTab() {
  const { onStoreFault, store, wasCleared } = await import('#client/sync/store/store.ts')
  const drafts = await import('#client/sync/outbox-store/drafts.ts')
  const heard: (string | undefined)[] = []
  onStoreFault(trouble => heard.push(trouble))
  return { store, wasCleared, heard, ...drafts }
}

it('a database that the browser never opens is said to be silent, and works once it answers', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { store, heard } = await openTab()
  const { indexedDB } = globalThis
  const open = indexedDB.open.bind(indexedDB)
  const request = new IDBOpenDBRequest()
  indexedDB.open = () => request
  const opening = store()
  const failing = expect(opening).rejects.toMatchObject({ name: 'StoreSilentError' })
  await vi.advanceTimersByTimeAsync(9_999)
  expect(heard).toEqual([undefined])
  await vi.advanceTimersByTimeAsync(1)
  await failing
  expect(heard).toEqual([undefined, 'silent'])
  await expect(store(), 'nobody waits once more').rejects.toMatchObject({ name: 'StoreSilentError' })
  vi.useRealTimers()

  const answered = open('little-bee', 4)
  answered.onupgradeneeded = () => answered.result.createObjectStore('session')
  const { constructor } = await new Promise<Event>(resolve => answered.onsuccess = resolve)
  Object.defineProperty(request, 'result', { value: answered.result })
  request.dispatchEvent(new (constructor as typeof Event)('success'))
  await vi.waitFor(() => expect(heard.at(-1)).toBeUndefined())
  expect((await store()).name).toBe('little-bee')
})

it('a connection that was lost without a word is made anew, and what was saved is there', async () => {
  const { store, beginDraft, heard } = await openTab()
  await beginDraft(draft)
  unwrap(await store()).close() // As iOS does to a page that was long in the background: no event tells it.
  await beginDraft({ ...draft, id: 'second' })
  expect((await (await store()).getAllKeys('drafts'))).toEqual(['d', 'second'])
  expect(heard).toEqual([undefined])
})

it('who is signed in, and what was answered last, is read from a new connection too', async () => {
  const { store } = await openTab()
  const { savedSession, saveSession } = await import('#client/sync/store/session.ts')
  const { saveAnswer, savedAnswer } = await import('#client/sync/store/answers.ts')
  await saveSession({ isSignedIn: true, signedInAt: 7 })
  await saveAnswer('areas.tree', {}, { answer: [1], etag: null, askedAt: 7, accountId: '' })
  const lose = async () => unwrap(await store()).close()
  await lose()
  expect((await savedSession()).signedInAt).toBe(7)
  await lose()
  expect((await savedAnswer('', 'areas.tree', {}))?.answer).toEqual([1])
  await lose()
  await saveAnswer('areas.tree', {}, { answer: [2], etag: null, askedAt: 8, accountId: '' })
  expect((await savedAnswer('', 'areas.tree', {}))?.answer).toEqual([2])
})

it('a database that the browser deleted while it was open is said to be, and saving goes on', async () => {
  const { store, beginDraft, saveDraft, wasCleared, heard } = await openTab()
  await beginDraft(draft)
  expect(wasCleared()).toBe(false)
  const lost = unwrap(await store())
  vi.stubGlobal('indexedDB', new IDBFactory())
  forceCloseDatabase(lost as never)
  const photos = [{ ...shot, bytes: new ArrayBuffer(8) }]
  expect(await saveDraft({ ...draft, photos }, new Set())).toEqual([])
  expect(heard).toEqual([undefined, 'cleared'])
  expect(wasCleared()).toBe(true)
  expect(await (await store()).getAllKeys('photos')).toEqual([shot.hash])
})

import { IDBFactory } from 'fake-indexeddb'
import { openDB } from 'idb'
import { expect, it, vi } from 'vitest'
import 'fake-indexeddb/auto'

const stores = [
  'outbox',
  'returned',
  'delivered',
  'drafts',
  'answers',
  'photos',
  'uploaded',
  'session',
  'lease',
]
const waiting = (accountId: string, text: string, isSent: boolean) => ({
  envelope: { id: text, name: 'reports.file', input: { text }, madeAt: 1 },
  lane: 'reports',
  accountId,
  photos: ['a'],
  attempts: isSent ? 2 : 0,
  isSent,
})

/** A phone as the first version of the app left it. */
async function firstVersion() {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.resetModules()
  const db = await openDB('little-bee', 1, {
    upgrade: (made) => {
      for (const name of stores) {
        const each = made.createObjectStore(
          name,
          name === 'drafts'
            ? { keyPath: 'id' }
            : { autoIncrement: ['outbox', 'returned', 'delivered'].includes(name) },
        )
        if (name === 'answers') each.createIndex('byAge', 'askedAt')
        if (!['outbox', 'returned', 'delivered', 'drafts'].includes(name)) continue
        each.createIndex('byAccount', 'accountId')
        each.createIndex('byPhoto', 'photos', { multiEntry: true })
      }
    },
  })
  await db.put('photos', new ArrayBuffer(8), 'a')
  await db.put('drafts', { id: 'draft', accountId: 'li', text: 'half written', shots: [], photos: [] })
  for (const item of [
    waiting('li', 'sent', true),
    waiting('li', 'not sent', false),
    waiting('wang', 'another’s', true),
  ])
    await db.add('outbox', item)
  db.close()
}

it('a new app finds all that the first version left, and still knows what may have been sent', async () => {
  await firstVersion()
  const [{ store }, { edit, waitingOf, withdraw }] = await Promise.all([
    import('#client/sync/store/store.ts'),
    import('#client/sync/outbox-store/waiting.ts'),
  ])
  const [sent, notSent] = await waitingOf('li')
  expect([sent, notSent]).toMatchObject([
    { envelope: { id: 'sent' }, attempts: 2, isSent: true },
    { envelope: { id: 'not sent' }, isSent: false },
  ])
  expect(await waitingOf('wang')).toMatchObject([{ envelope: { id: 'another’s' }, isSent: true }])
  expect((await (await store()).get('photos', 'a'))?.byteLength).toBe(8)
  expect(await (await store()).get('drafts', 'draft')).toMatchObject({ text: 'half written' })

  expect(await edit(sent!.key, 'sent', { text: 'too late' })).toBe('left')
  expect(await withdraw(sent!.key)).toBe(false)
  expect(await edit(notSent!.key, 'not sent', { text: 'in time' })).toBe('changed')
  expect(await waitingOf('li')).toMatchObject([
    { envelope: { input: { text: 'sent' } } },
    { envelope: { input: { text: 'in time' } } },
  ])
})

it('what waited in the second version is there with the passes; its key still can\'t be read', async () => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.resetModules()
  const db = await openDB('little-bee', 2, {
    upgrade: (made) => {
      for (const name of [...stores, 'sent', 'pauses']) {
        made
          .createObjectStore(name, { autoIncrement: name === 'outbox' })
          .createIndex('byAccount', 'accountId')
      }
    },
  })
  const { isSent: _before, ...item } = waiting('li', 'still here', false)
  await db.add('outbox', item)
  await db.put('pauses', { waitMs: 5, until: 9 }, 'reports')
  db.close()

  const [{ store }, { waitingOf }, { savePass, savedPass, dropPasses }] = await Promise.all([
    import('#client/sync/store/store.ts'),
    import('#client/sync/outbox-store/waiting.ts'),
    import('#client/sync/store/passes.ts'),
  ])
  expect(await waitingOf('li')).toMatchObject([{ envelope: { id: 'still here' }, isSent: false }])
  expect(await (await store()).get('pauses', 'reports')).toEqual({ waitMs: 5, until: 9 })

  const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
  ])
  await savePass('li', { privateKey, publicKey: 'A', pass: 'P', expires: 2, givenAt: 1 })
  const kept = await savedPass('li')
  expect(kept).toMatchObject({ pass: 'P', privateKey: { extractable: false } })
  await expect(crypto.subtle.exportKey('pkcs8', kept!.privateKey)).rejects.toThrow(/not extractable/)
  expect(await savedPass('wang')).toBeUndefined()
  await dropPasses()
  expect(await savedPass('li')).toBeUndefined()
})

it('what a phone of the third version had waiting is there beside the pictures of open forms', async () => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.resetModules()
  const db = await openDB('little-bee', 3, {
    upgrade: (made) => {
      for (const name of [...stores, 'sent', 'pauses', 'passes', 'admittances']) {
        made
          .createObjectStore(name, { autoIncrement: name === 'outbox' })
          .createIndex('byAccount', 'accountId')
      }
    },
  })
  const { isSent: _before, ...item } = waiting('li', 'still here', false)
  await db.add('outbox', item)
  db.close()

  const [{ waitingOf }, { saveFormPhotos, savedFormPhotos }] = await Promise.all([
    import('#client/sync/outbox-store/waiting.ts'),
    import('#client/sync/store/form-photos.ts'),
  ])
  expect(await waitingOf('li')).toMatchObject([{ envelope: { id: 'still here' } }])
  await saveFormPhotos('li/item-new', [{ hash: 'a', bytes: new ArrayBuffer(8) }])
  expect(await savedFormPhotos('li/item-new')).toEqual([{ hash: 'a', bytes: new ArrayBuffer(8) }])
})

it('in the third version a kiosk has its door key apart from the answers, and can still use it', async () => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.resetModules()
  const db = await openDB('little-bee', 3, {
    upgrade: (made) => {
      for (const name of [...stores, 'sent', 'pauses', 'passes', 'admittances']) made.createObjectStore(name)
    },
  })
  const key = 'CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk'
  await db.put(
    'answers',
    { answer: { station: { number: 7 }, doorKey: key }, etag: '"a"', askedAt: 5, accountId: 'door' },
    'kiosk',
  )
  await db.put('answers', { answer: [1, 2], etag: '"b"', askedAt: 6, accountId: 'li' }, 'list')
  db.close()

  const [{ store }, { savedDoorKey }] = await Promise.all([
    import('#client/sync/store/store.ts'),
    import('#client/kiosk/door-key.ts'),
  ])
  const opened = await store()
  expect(await opened.get('answers', 'kiosk')).toEqual({
    answer: { station: { number: 7 } },
    etag: null,
    askedAt: 5,
    accountId: 'door',
  })
  expect(await opened.get('answers', 'list')).toEqual({
    answer: [1, 2],
    etag: '"b"',
    askedAt: 6,
    accountId: 'li',
  })
  expect(await savedDoorKey('door')).toMatchObject({ extractable: false })
  expect(await opened.count('lockKeys')).toBe(0)
})

it('a tab with an older app that doesn’t let go is named, until it is gone', async () => {
  await firstVersion()
  const frozen = await openDB('little-bee', 1) // It hears of nothing, as a tab that the browser has frozen.
  const { onStoreFault, store } = await import('#client/sync/store/store.ts')
  const heard: (string | undefined)[] = []
  onStoreFault(trouble => heard.push(trouble))
  const opening = store()
  await vi.waitFor(() => expect(heard).toEqual([undefined, 'olderTab']))
  frozen.close()
  expect((await opening).objectStoreNames.contains('outbox')).toBe(true)
  expect(heard.at(-1)).toBeUndefined()
})

it('a tab whose own app is older than the phone’s database says so', async () => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.resetModules()
  ;(await openDB('little-bee', 1_000)).close()
  const { onStoreFault, store } = await import('#client/sync/store/store.ts')
  await expect(store()).rejects.toThrow()
  let trouble: string | undefined
  onStoreFault(now => trouble = now)
  expect(trouble).toBe('olderApp')
})

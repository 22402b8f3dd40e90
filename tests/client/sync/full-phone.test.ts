import { expect, it, vi } from 'vitest'
import { photo, report } from '../../support/client/commands.ts'
import { fillWithAnswers, letPhoneHold } from '../../support/client/full.ts'
import { offline, online, openPhone, sayToAll, until } from '../../support/client/phone.ts'

it('a full phone says so, keeps the draft, and has saved no half', async () => {
  const { city, outbox, drafts, session, store } = await openPhone()
  offline(city)
  const [first, second] = [photo(), photo()]
  await drafts.beginDraft({
    id: 'd1',
    accountId: session.accountId!,
    kind: null,
    text: 'words',
    seenAt: 1,
    photos: [{ ...first, seenAt: 1 }],
    changedAt: 1,
  })
  letPhoneHold(1)
  const saving = outbox.enqueue('reports.file', report('too much', [first, second]), {
    photos: [first, second],
    draftId: 'd1',
  })
  await expect(saving).rejects.toMatchObject({ name: 'StorageFullError' })
  expect(await store.count('outbox')).toBe(0)
  expect(await store.getAllKeys('photos')).toEqual([first.hash])
  expect((await drafts.draft('d1'))?.text).toBe('words')
})

it('photos already delivered make room for a new report', async () => {
  const { city, outbox, store } = await openPhone()
  const [old, waiting, fresh] = [photo(), photo(), photo()]
  await outbox.enqueue('reports.file', report('delivered', [old]), { photos: [old] })
  await until(() => outbox.delivered.length === 1)
  offline(city)
  await outbox.enqueue('reports.file', report('waiting', [waiting]), { photos: [waiting] })
  letPhoneHold(2)
  await outbox.enqueue('reports.file', report('fresh', [fresh]), { photos: [fresh] })
  expect((await store.getAllKeys('photos')).sort()).toEqual([waiting.hash, fresh.hash].sort())
  online(city)
  outbox.retryNow()
  await until(() => outbox.items.length === 0)
  expect(city.applied).toHaveLength(3)
})

it('a phone too full to note what leaves lets its kept answers go, and sends', async () => {
  const { city, outbox } = await openPhone()
  fillWithAnswers('sent')
  await outbox.enqueue('reports.file', report('leaves'))
  await outbox.drain()
  await until(() => outbox.delivered.length === 1)
  expect(city.applied).toHaveLength(1)
})

it('a phone too full to note why something waits lets its kept answers go, and says why', async () => {
  const { city, outbox } = await openPhone()
  offline(city)
  await outbox.enqueue('reports.file', report('waits'))
  await outbox.drain()
  expect(outbox.items).toMatchObject([{ trouble: 'unreachable' }])
  city.play = sayToAll(500)
  fillWithAnswers('outbox')
  await outbox.retryNow()
  expect(outbox.items).toMatchObject([{ trouble: 'serverBusy' }])
})

it('a phone too full to note an arrived photo drops its saved answers, and sends it once', async () => {
  const { city, outbox, store } = await openPhone()
  const shot = photo()
  fillWithAnswers('uploaded')
  await outbox.enqueue('reports.file', report('with a photo', [shot]), { photos: [shot] })
  await outbox.drain()
  await until(() => outbox.delivered.length === 1)
  expect(city.requests.filter(request => request.startsWith('PUT'))).toHaveLength(1)
  expect(await store.getAllKeys('uploaded')).toEqual([shot.hash])
})

it('the browser is asked at the first save not to clear the phone\'s work away', async () => {
  const persist = vi.fn(async () => true)
  const { outbox } = await openPhone()
  Object.defineProperty(navigator, 'storage', { value: { persist }, configurable: true })
  await outbox.enqueue('reports.file', report('one'))
  await outbox.enqueue('reports.file', report('two'))
  expect(persist).toHaveBeenCalledOnce()
})

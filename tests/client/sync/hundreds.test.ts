import { Buffer } from 'node:buffer'
import { expect, it, vi } from 'vitest'
import { complaint, report, textOf, unchecked } from '../../support/client/commands.ts'
import { offline, online, openPhone, until } from '../../support/client/phone.ts'

it('hundreds of commands go in requests of at most 200 and below 1 MB', async () => {
  const { city, outbox, store, session } = await openPhone()
  offline(city)
  await Promise.all(Array.from({ length: 250 }, (_, upTo) => outbox.enqueue('notices.read', { upTo })))
  for (let i = 0; i < 3; i++) {
    const long = complaint('长'.repeat(150_000))
    await store.add('outbox', unchecked(session.accountId!, 'voices.complain', long))
  }
  online(city)
  outbox.retryNow()
  await until(() => outbox.items.length === 0)
  expect(Math.max(...city.batches.map(({ length }) => length))).toBeLessThanOrEqual(200)
  expect(Math.max(...city.batches.map(batch => Buffer.byteLength(JSON.stringify(batch))))).toBeLessThan(
    1_000_000,
  )
  expect(city.batches.length).toBeLessThanOrEqual(5)
  expect(city.applied.slice(0, 250).map(({ input }) => input)).toEqual(
    Array.from({ length: 250 }, (_, upTo) => ({ upTo })),
  )
  expect(outbox.delivered).toHaveLength(50)
})

it('a lane held up and another account’s commands are skipped; what lies around them leaves', async () => {
  const { city, outbox, store } = await openPhone()
  offline(city)
  for (let i = 0; i < 5; i++) {
    await outbox.enqueue('reports.file', report(`held ${i}`))
    await outbox.enqueue('voices.complain', complaint(`goes ${i}`))
    await store.add('outbox', {
      envelope: { id: `other ${i}`, name: 'voices.complain', input: {}, madeAt: 1 },
      lane: 'voices',
      accountId: 'another',
      photos: [],
      attempts: 0,
    })
  }
  city.decide = ({ name }) => name === 'reports.file' ? { status: 'retry', afterMs: 60_000 } : undefined
  online(city)
  outbox.retryNow()
  await until(() => outbox.items.length === 5 && outbox.delivered.length === 5)
  expect(city.applied.map(textOf)).toEqual(['goes 0', 'goes 1', 'goes 2', 'goes 3', 'goes 4'])
  expect(outbox.items.map(({ envelope }) => textOf(envelope))).toEqual([
    'held 0',
    'held 1',
    'held 2',
    'held 3',
    'held 4',
  ])
  expect(
    (await store.getAllFromIndex('outbox', 'byAccount', 'another')).map(({ envelope }) => envelope.id),
  ).toEqual(['other 0', 'other 1', 'other 2', 'other 3', 'other 4'])
})

it('when storing replies fails while the next request travels, all is resent with one effect', async () => {
  const { city, outbox, store, session } = await openPhone()
  offline(city)
  const tx = store.transaction('outbox', 'readwrite')
  for (let upTo = 0; upTo < 250; upTo++) {
    void tx.store.add({
      envelope: { id: crypto.randomUUID(), name: 'notices.read', input: { upTo }, madeAt: 1 },
      lane: 'notices',
      accountId: session.accountId!,
      photos: [],
      attempts: 0,
    })
  }
  await tx.done
  const failing = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementationOnce(() => {
    throw new DOMException('the disk failed', 'UnknownError')
  })
  online(city)
  outbox.retryNow()
  await until(() => outbox.delivered.length === 50 && outbox.items.length === 0)
  failing.mockRestore()
  expect(city.applied.map(({ input }) => input)).toEqual(Array.from({ length: 250 }, (_, upTo) => ({ upTo })))
  expect(city.batches.flat().length).toBeGreaterThan(250)
})

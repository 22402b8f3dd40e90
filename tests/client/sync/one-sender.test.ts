import { expect, it, vi } from 'vitest'
import { complaint, report, textOf } from '../../support/client/commands.ts'
import { LI, offline, online, openPhone, openTab, until } from '../../support/client/phone.ts'

it('two tabs that send together send each report once, and both see it go', async () => {
  const first = await openPhone()
  const second = await openTab()
  offline(first.city)
  for (let i = 0; i < 20; i++) await (i % 2 ? first : second).outbox.enqueue('reports.file', report(`${i}`))
  online(first.city)
  first.outbox.retryNow()
  second.outbox.retryNow()
  await until(() => first.outbox.items.length === 0 && second.outbox.items.length === 0)
  expect(first.city.applied).toHaveLength(20)
  expect(first.city.batches.flat()).toHaveLength(20)
  await until(() => first.outbox.delivered.length === 20 && second.outbox.delivered.length === 20)
})

it('a frozen tab that holds the lock is passed over after its lease, and sends nothing later', async () => {
  const { city, outbox, sender, store } = await openPhone()
  offline(city)
  await outbox.enqueue('reports.file', report('behind the frozen one'))
  await outbox.drain()
  online(city)
  let thaw = () => {}
  let signal: AbortSignal | undefined
  const frozen = sender.asLeader(async (turn) => {
    signal = turn.signal
    await new Promise<void>(resolve => thaw = resolve)
  })
  await until(() => signal !== undefined)
  const ends = Date.now() + 300
  await store.put('lease', { holder: 'frozen', until: ends }, 'lease')

  const other = await openTab()
  void other.outbox.drain()
  await until(() => city.applied.length === 1)
  expect(Date.now()).toBeGreaterThanOrEqual(ends)
  expect(await frozen).toBe('busy')
  expect(signal?.aborted).toBe(true)
  thaw()
})

it('where the browser has no locks, the lease alone lets one send at a time', async () => {
  const { city, outbox, store } = await openPhone()
  Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true })
  await store.put('lease', { holder: 'another tab', until: Date.now() + 60_000 }, 'lease')
  await outbox.enqueue('reports.file', report('waits'))
  await outbox.drain()
  expect(city.applied).toEqual([])
  await store.put('lease', { holder: 'another tab', until: Date.now() - 1 }, 'lease')
  await outbox.drain()
  expect(city.applied).toHaveLength(1)
  expect(await store.get('lease', 'lease')).toBeUndefined()
})

it('a sender whose right or account has changed hands marks nothing as sent', async () => {
  const { city, outbox, session, store } = await openPhone()
  const [{ markSent }, { waitingOf }, { Queue }] = await Promise.all([
    import('#client/sync/outbox-store/sent.ts'),
    import('#client/sync/outbox-store/waiting.ts'),
    import('#client/sync/sending/queue.ts'),
  ])
  const jitter = vi.spyOn(Math, 'random').mockReturnValue(1000) // No retry of the phone's own comes between.
  offline(city)
  await outbox.enqueue('voices.complain', complaint('mine'))
  await outbox.drain()
  await store.put('lease', { holder: 'me', until: Date.now() + 60_000 }, 'lease')
  const queue = new Queue(session.accountId!)
  await queue.readOn()
  await store.clear('sent')
  const isSent = async () => (await waitingOf(session.accountId!))[0]!.isSent
  expect(await markSent(queue.entries, session.accountId!, 'somebody else')).toBeNull()
  expect(await markSent(queue.entries, 'another account', 'me')).toBeNull()
  expect(await isSent()).toBe(false)
  expect((await markSent(queue.entries, session.accountId!, 'me'))?.length).toBe(1)
  expect(await isSent()).toBe(true)
  jitter.mockRestore()
})

it('what is changed or taken back after a sender read it leaves as it is now, or not at all', async () => {
  const { city, outbox, session, store } = await openPhone()
  const [{ markSent }, { Queue }] = await Promise.all([
    import('#client/sync/outbox-store/sent.ts'),
    import('#client/sync/sending/queue.ts'),
  ])
  const jitter = vi.spyOn(Math, 'random').mockReturnValue(1000) // No retry of the phone's own comes between.
  offline(city)
  for (const text of ['stays', 'is changed', 'is taken back', 'stays too'])
    await outbox.enqueue('voices.complain', complaint(text))
  await outbox.drain()
  await store.clear('sent') // As before the try that met no network.
  await store.put('lease', { holder: 'me', until: Date.now() + 60_000 }, 'lease')
  const queue = new Queue(session.accountId!)
  await queue.readOn()
  const [, changed, takenBack] = outbox.items
  expect(await outbox.edit(changed!, complaint('was changed'))).toBe(true)
  expect(await outbox.withdraw(takenBack!.key)).toBe(true)

  const sending = await markSent(queue.entries, session.accountId!, 'me')
  expect(sending?.map(({ envelope }) => textOf(envelope))).toEqual(['stays', 'was changed', 'stays too'])
  expect(await outbox.edit(changed!, complaint('too late'))).toBe(false)
  jitter.mockRestore()
})

it('the service worker empties the outbox with no page, by the same rules', async () => {
  const { city, outbox, close, sender, drain } = await openPhone()
  offline(city)
  await outbox.enqueue('reports.file', report('app closed'))
  await close()
  expect(await sender.asLeader(turn => drain.drain(turn))).toMatchObject({ end: 'unreachable' })
  online(city)
  city.signedInAs = LI
  expect(await sender.asLeader(turn => drain.drain(turn))).toMatchObject({ end: 'done' })
  expect(city.applied.map(textOf)).toEqual(['app closed'])
})

it('waiting grows from 2 s to 5 min, fully jittered; a tap shortens no server\'s wait', async () => {
  const { Backoff } = await import('#client/sync/sending/backoff.ts')
  const jitter = vi.spyOn(Math, 'random').mockReturnValue(1)
  const pauses = new Backoff()
  const waits = Array.from({ length: 12 }, () => {
    pauses.failed('reports')
    return Math.round(pauses.nextMs()! / 1000)
  })
  expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300])
  pauses.reset()
  expect(pauses.held().size).toBe(0)
  jitter.mockReturnValue(0)
  pauses.failed('reports', 30_000)
  pauses.reset()
  expect([...pauses.held()]).toEqual(['reports'])
  jitter.mockRestore()
})

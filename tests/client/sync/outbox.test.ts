import { expect, it, vi } from 'vitest'
import { answer } from '../../support/client/city.ts'
import { complaint, photo, report, textOf, unchecked } from '../../support/client/commands.ts'
import { offline, online, openPhone, openTab, sayToAll, until } from '../../support/client/phone.ts'

it('a report made offline is saved, waits, and arrives once when the network is back', async () => {
  const { city, outbox } = await openPhone()
  offline(city)
  const shot = photo()
  await outbox.enqueue('reports.file', report('pothole', [shot]), { photos: [shot] })
  await outbox.drain()
  expect(outbox.items.map(({ state }) => state)).toEqual(['waiting'])

  online(city)
  outbox.retryNow()
  await until(() => outbox.items.length === 0)
  expect(city.applied.map(textOf)).toEqual(['pothole'])
  expect(outbox.delivered.map(({ result }) => result)).toEqual([{ number: 1 }])
})

it('50 reports queued offline survive the app being closed, and arrive once, in order', async () => {
  const { city, outbox, close } = await openPhone()
  offline(city)
  const texts = Array.from({ length: 50 }, (_, i) => `report ${i}`)
  for (const text of texts) await outbox.enqueue('reports.file', report(text))
  await close()

  online(city)
  const reopened = await openTab()
  await reopened.outbox.drain()
  expect(city.applied.map(textOf)).toEqual(texts)
  expect(reopened.outbox.items).toEqual([])
})

it('an answer lost on its way back is asked for again and the report has one effect', async () => {
  const { city, outbox } = await openPhone()
  let isLost = false
  city.decide = () => {
    isLost = true
    return undefined
  }
  const end = vi.fn()
  city.play = (request, response) => {
    if (request.url !== '/api/commands' || isLost) return false
    response.writeHead = new Proxy(response.writeHead, { apply: (write, self, given) => {
      end()
      request.socket.destroy()
      return Reflect.apply(write, self, given) as typeof response
    } })
    return false
  }
  await outbox.enqueue('reports.file', report('once'))
  await until(() => outbox.items.length === 0)
  expect(end).toHaveBeenCalledOnce()
  expect(city.applied).toHaveLength(1)
  expect(city.batches).toHaveLength(2)
})

it('a refused report is returned with its reason, and can be edited and resent with its photos', async () => {
  const { city, outbox } = await openPhone()
  const shot = photo()
  city.decide = () => ({ status: 'refused', refusal: { code: 'reports.placeMissing' } })
  const { id } = await outbox.enqueue('reports.file', report('where?', [shot]), { photos: [shot] })
  await until(() => outbox.returned.length === 1)
  expect(outbox.items).toEqual([])
  expect(outbox.returned[0]).toMatchObject({ refusal: { code: 'reports.placeMissing' }, photos: [shot.hash] })
  expect(await outbox.photoBytes(shot.hash)).toBeDefined()

  city.decide = () => undefined
  await outbox.resend(outbox.returned[0]!.key, report('here', [shot]))
  await until(() => outbox.delivered.length === 1)
  expect(outbox.returned).toEqual([])
  expect(city.applied.map(textOf)).toEqual(['here'])
  expect(city.applied[0]!.id).not.toBe(id)
})

it('what the server finds malformed is returned too, and can be dismissed with its photos', async () => {
  const { city, outbox, store } = await openPhone()
  const shot = photo()
  city.decide = () => ({ status: 'malformed', issues: ['text: too long'] })
  await outbox.enqueue('reports.file', report('odd', [shot]), { photos: [shot] })
  await until(() => outbox.returned.length === 1)
  await outbox.dismiss(outbox.returned[0]!.key)
  await until(() => outbox.returned.length === 0)
  expect(await store.count('photos')).toBe(0)
})

it('nothing enters the outbox that its command\'s schema does not take', async () => {
  const { city, outbox, store } = await openPhone()
  offline(city)
  const odd = { ...report('odd'), place: { latitude: 30.6, longitude: 114.2, accuracy: -1 } }
  const wrong = { name: 'MalformedError', issues: [expect.stringMatching(/^place\.accuracy: /)] }
  await expect(outbox.enqueue('reports.file', odd)).rejects.toMatchObject(wrong)
  expect(outbox.items).toEqual([])
  await outbox.enqueue('reports.file', report('井盖'))
  await expect(outbox.edit(outbox.items[0]!, odd)).rejects.toMatchObject(wrong)
  city.decide = () => ({ status: 'refused', refusal: { code: 'reports.placeMissing' } })
  online(city)
  outbox.retryNow()
  await until(() => outbox.returned.length === 1)
  await expect(outbox.resend(outbox.returned[0]!.key, odd)).rejects.toMatchObject(wrong)
  expect((await store.getAll('returned')).map(({ envelope }) => textOf(envelope))).toEqual(['井盖'])
})

it('a report sent from a draft ends the draft in the same breath', async () => {
  const { city, outbox, drafts, session } = await openPhone()
  offline(city)
  const shot = photo()
  await drafts.beginDraft({
    id: 'd1',
    accountId: session.accountId!,
    kind: null,
    text: '',
    seenAt: 1,
    photos: [{ ...shot, seenAt: 1 }],
    changedAt: 1,
  })
  expect((await drafts.draft('d1'))?.photos[0]?.bytes.byteLength).toBe(64)
  await outbox.enqueue('reports.file', report('from a draft', [shot]), { photos: [shot], draftId: 'd1' })
  expect(await drafts.drafts()).toEqual([])
  expect((await outbox.photoBytes(shot.hash))?.byteLength).toBe(64)
})

it('a session that ends in the middle keeps everything, and sign-in sends it', async () => {
  const { city, outbox, session } = await openPhone()
  city.signedInAs = null
  await outbox.enqueue('reports.file', report('kept'))
  await until(() => outbox.items[0]?.state === 'signedOut')
  expect(session.isSignedIn).toBe(false)
  expect(session.me).not.toBeNull()

  expect(await session.signIn('13800000001', '123456')).toEqual({ ok: true })
  await until(() => outbox.items.length === 0)
  expect(city.applied.map(textOf)).toEqual(['kept'])
})

it('another person on the same phone neither sees nor sends what waits', async () => {
  const { city, outbox, session } = await openPhone()
  offline(city)
  await outbox.enqueue('reports.file', report('of Li'))
  expect(outbox.items).toHaveLength(1)
  online(city)
  city.play = (request, response) =>
    request.url === '/api/commands' && (sayToAll(503)(request, response, null as never) as boolean)
  await session.signOut()
  await session.signIn('13800000002', '123456')
  online(city)
  await outbox.enqueue('reports.file', report('of Wang'))
  await until(() => outbox.delivered.length === 1)
  expect(outbox.items).toEqual([])
  expect(city.applied.map(textOf)).toEqual(['of Wang'])

  await session.signOut()
  await session.signIn('13800000001', '123456')
  await until(() => city.applied.length === 2)
  expect(city.by).toEqual(['13800000002', '13800000001'])
})

it('order in a lane is the order things were done in, whatever the clock said', async () => {
  const { city, outbox } = await openPhone()
  offline(city)
  const now = vi.spyOn(Date, 'now')
  const real = Date.now()
  now.mockReturnValue(real + 86_400_000)
  await outbox.enqueue('reports.file', report('first'))
  now.mockReturnValue(real - 86_400_000)
  await outbox.enqueue('reports.file', report('second'))
  now.mockRestore()
  online(city)
  outbox.retryNow()
  await until(() => outbox.items.length === 0)
  expect(city.applied.map(textOf)).toEqual(['first', 'second'])
})

it('what has not been sent can be changed or taken back; what has been sent can not', async () => {
  const { city, outbox } = await openPhone()
  const shot = photo()
  city.play = (request, response) => request.url!.startsWith('/api/photos') && answer(response, 500, {})
  await outbox.enqueue('reports.file', report('typo', [shot]), { photos: [shot] })
  await outbox.drain()
  const [item] = outbox.items
  expect(item).toMatchObject({ isSent: false })
  expect(await outbox.edit(item!, report('right', [shot]))).toBe(true)

  online(city)
  const leaving = new Promise<void>((resolve) => {
    city.play = (request) => {
      if (request.url !== '/api/commands') return false
      request.socket.destroy()
      resolve()
      return true
    }
  })
  outbox.retryNow()
  await leaving
  expect(await outbox.edit(item!, report('too late', [shot]))).toBe(false)
  expect(await outbox.withdraw(item!.key)).toBe(false)
  online(city)
  outbox.retryNow()
  await until(() => outbox.items.length === 0)
  expect(city.applied.map(textOf)).toEqual(['right'])
})

it('a report taken back before it was sent leaves no ghost and no photo', async () => {
  const { city, outbox, store } = await openPhone()
  const shot = photo()
  city.play = (request, response) => request.url!.startsWith('/api/photos') && answer(response, 500, {})
  await outbox.enqueue('reports.file', report('never mind', [shot]), { photos: [shot] })
  await outbox.drain()
  expect(await outbox.withdraw(outbox.items[0]!.key)).toBe(true)
  online(city)
  outbox.retryNow()
  await outbox.drain()
  expect(city.applied).toEqual([])
  expect(await store.count('photos')).toBe(0)
})

it('a command damaged on the phone or too large to travel goes to the shelf and blocks nobody', async () => {
  const { city, outbox, store, session } = await openPhone()
  offline(city)
  const large = complaint('x'.repeat(1_100_000))
  await store.add('outbox', unchecked(session.accountId!, 'voices.complain', large))
  await store.add('outbox', {
    envelope: null as never,
    lane: 'voices',
    accountId: session.accountId!,
    photos: [],
    attempts: 0,
  })
  await outbox.enqueue('voices.complain', complaint('small'))
  online(city)
  outbox.retryNow()
  await until(() => outbox.items.length === 0)
  expect(city.applied.map(textOf)).toEqual(['small'])
  expect(outbox.returned.map(({ refusal }) => refusal.code)).toEqual(['malformed', 'malformed'])
  const { useShownCommands } = await import('#client/app/session/shown-commands.ts')
  expect(useShownCommands().returned.value).toHaveLength(2)
  expect(outbox.of('voices.complain').returned).toHaveLength(1)
  await Promise.all(outbox.returned.map(({ key }) => outbox.dismiss(key)))
  await until(() => outbox.returned.length === 0)
})

it('a command belongs to whoever made it, also when somebody else signs in while it is checked', async () => {
  const { city, outbox, store, session } = await openPhone()
  offline(city)
  const { useAccount } = await import('#client/sync/account.ts')
  const maker = session.accountId
  const saving = outbox.enqueue('voices.complain', complaint('mine'))
  useAccount().id = 'somebody else'
  await saving
  expect((await store.getAll('outbox')).map(({ accountId }) => accountId)).toEqual([maker])
})

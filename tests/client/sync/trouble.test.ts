import { expect, it, vi } from 'vitest'
import { answer } from '../../support/client/city.ts'
import { complaint, report, textOf } from '../../support/client/commands.ts'
import { offline, online, openPhone, sayToAll, until } from '../../support/client/phone.ts'

/** What failed waits for half an hour, unless something ends the wait. */
const waitLong = () => vi.spyOn(Math, 'random').mockReturnValue(1_000)

it('a captive portal that answers everything is no server: nothing is lost, nobody signed out', async () => {
  const { city, outbox, session } = await openPhone()
  for (const status of [200, 403, 401, 404]) {
    city.play = (_request, response) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>Welcome to Free WiFi</h1>')
      return true
    }
    await outbox.enqueue('reports.file', report(`behind ${status}`))
    await outbox.drain()
  }
  expect(outbox.items).toHaveLength(4)
  expect(session.isSignedIn).toBe(true)
  online(city)
  outbox.retryNow()
  await until(() => outbox.items.length === 0)
  expect(city.applied).toHaveLength(4)
})

it.each([408, 425, 429, 500, 502, 503, 504])(
  'an answer of %i keeps the command until a better one',
  async (status) => {
    const { city, outbox } = await openPhone()
    city.play = sayToAll(status)
    await outbox.enqueue('reports.file', report('patient'))
    await outbox.drain()
    expect(outbox.items).toHaveLength(1)
    expect(outbox.items[0]!.attempts).toBeGreaterThan(0)
    online(city)
    outbox.retryNow()
    await until(() => outbox.items.length === 0)
    expect(city.applied).toHaveLength(1)
  },
)

it('Retry-After is waited out even when the rider taps, and then it goes by itself', async () => {
  const { city, outbox } = await openPhone()
  const refuse = sayToAll(429, { 'retry-after': '1' })
  let refusedAt = 0
  city.play = (...asked) => {
    refusedAt = performance.now()
    return refuse(...asked)
  }
  await outbox.enqueue('reports.file', report('asked to wait'))
  await outbox.drain()
  online(city)
  outbox.retryNow()
  await until(() => outbox.items.length === 0)
  expect(performance.now() - refusedAt).toBeGreaterThanOrEqual(1_000)
})

it('coming back online, coming into view and the sync event each try again at once', async () => {
  const { city, outbox } = await openPhone()
  const { publish } = await import('#client/sync/browser/channel.ts')
  waitLong()
  for (const comeBack of [
    () => window.dispatchEvent(new window.Event('online')),
    () => document.dispatchEvent(new window.Event('visibilitychange')),
    () => publish({ about: 'sync' }),
  ]) {
    offline(city)
    await outbox.enqueue('reports.file', report('again'))
    await outbox.drain()
    online(city)
    comeBack()
    await until(() => outbox.items.length === 0)
  }
})

it('a tap while a try is failing tries again straight after it', async () => {
  const { city, outbox } = await openPhone()
  waitLong()
  const failing = new Promise<void>((resolve) => {
    city.play = async (request) => {
      resolve()
      await new Promise(wait => setTimeout(wait, 100))
      return !!request.socket.destroy()
    }
  })
  await outbox.enqueue('reports.file', report('tapped'))
  await failing
  online(city)
  outbox.retryNow()
  await until(() => outbox.items.length === 0)
})

it('a command that fails forever holds up its own lane and no other', async () => {
  const { city, outbox } = await openPhone()
  offline(city)
  for (const text of ['fine', 'poison', 'after it']) await outbox.enqueue('reports.file', report(text))
  for (const text of ['one', 'two']) await outbox.enqueue('voices.complain', complaint(text))
  city.play = (request, response, body) =>
    request.url === '/api/commands'
    && body.includes('poison')
    && answer(response, 500, { code: 'fault', message: '' })
  outbox.retryNow()
  await until(() => outbox.items.length === 2)
  expect(city.applied.map(textOf)).toEqual(['fine', 'one', 'two'])
  expect(outbox.items.map(({ envelope }) => textOf(envelope))).toEqual(['poison', 'after it'])

  online(city)
  outbox.retryNow()
  await until(() => outbox.items.length === 0)
  expect(city.applied.map(textOf).slice(3)).toEqual(['poison', 'after it'])
})

it('a command that the server puts off holds up its lane only', async () => {
  const { city, outbox } = await openPhone()
  city.decide = envelope =>
    envelope.name.startsWith('reports.') ? { status: 'retry', afterMs: 60_000 } : undefined
  await outbox.enqueue('reports.file', report('put off'))
  await outbox.enqueue('voices.complain', complaint('goes'))
  await until(() => outbox.delivered.length === 1)
  expect(outbox.items.map(({ lane }) => lane)).toEqual(['reports'])
})

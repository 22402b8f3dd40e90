import { failureText } from '#client/app/forms/problems.ts'
import { clock } from '#client/app/words/index.ts'
import { troubleText } from '#client/features/outbox/trouble-text.ts'
import { expect, it, onTestFinished, vi } from 'vitest'
import { complaint, report, textOf } from '../../support/client/commands.ts'
import { online, openPhone, openTab, sayToAll, until } from '../../support/client/phone.ts'

const DAY_MS = 86_400_000

/** A phone with a report that the server has put off for a minute, its app closed. */
async function putOff(retryAfterS = 60) {
  const phone = await openPhone()
  phone.city.play = sayToAll(429, { 'retry-after': String(retryAfterS) })
  await phone.outbox.enqueue('reports.file', report('put off'))
  await phone.outbox.drain()
  await phone.close()
  online(phone.city)
  return phone
}

it('an app opened again waits as long as the server asked, tapped or not, and then sends', async () => {
  const { city } = await putOff(2)
  const { outbox } = await openTab()
  outbox.retryNow()
  await outbox.drain()
  expect(city.requests.filter(line => line.endsWith('/api/commands'))).toHaveLength(1)
  await until(() => outbox.items.length === 0)
  expect(city.applied.map(textOf)).toEqual(['put off'])
})

it('the service worker waits too', async () => {
  const { city, sender, drain } = await putOff()
  const pass = await sender.asLeader(turn => drain.drain(turn))
  expect(pass).toMatchObject({ end: 'unreachable' })
  expect(city.applied).toEqual([])
})

it.each([
  ['ahead', DAY_MS],
  ['back', -DAY_MS],
])('a clock that is put %s by a day makes nobody wait longer than the server asked', async (_way, ms) => {
  const { city } = await putOff()
  const real = Date.now.bind(Date)
  const now = vi.spyOn(Date, 'now').mockImplementation(() => real() + ms)
  const { outbox } = await openTab()
  await outbox.drain()
  now.mockRestore()
  expect(city.applied.map(textOf)).toEqual(['put off'])
})

it('a lane that was put off stays put off when the app is opened again, and no other lane does', async () => {
  const { city, outbox, close } = await openPhone()
  city.decide = ({ name }) => name === 'reports.file' ? { status: 'retry', afterMs: 60_000 } : undefined
  await outbox.enqueue('reports.file', report('put off'))
  await outbox.drain()
  await close()
  city.decide = () => undefined
  const again = await openTab()
  await again.outbox.enqueue('voices.complain', complaint('goes'))
  await again.outbox.drain()
  expect(city.applied.map(textOf)).toEqual(['goes'])
  expect(again.outbox.items.map(({ lane }) => lane)).toEqual(['reports'])
})

it('a command of which its account has sent too many waits, says until when, and leaves', async () => {
  const { city, outbox } = await openPhone()
  const refusal = { code: 'command.tooOften', until: Date.now() + 2_000 } as const
  city.decide = () => ({ status: 'retry', afterMs: 2_000, refusal })
  await outbox.enqueue('voices.complain', complaint('one too many'))
  await outbox.drain()
  const [waiting] = outbox.items
  expect([waiting!.state, waiting!.trouble, outbox.returned]).toEqual(['waiting', 'tooOften', []])
  expect(troubleText(waiting!)).toBe(`这类内容发得太多了，${clock(waiting!.heldUntil!)} 以后自动发送`)
  city.decide = () => undefined
  await until(() => outbox.items.length === 0)
  expect(city.applied.map(textOf)).toEqual(['one too many'])
})

it('a live command of which there were too many says when it goes on', () => {
  const until = Date.parse('2026-11-23T06:30:00Z')
  vi.useFakeTimers({ now: until - 60_000 })
  onTestFinished(() => void vi.useRealTimers())
  const refusal = { code: 'command.tooOften', until } as const
  expect(failureText({ id: 'x', status: 'retry', afterMs: 60_000, refusal }))
    .toBe('这件事做得太频繁了，14:30 以后可以继续。写好的内容还在。')
})

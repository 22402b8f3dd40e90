import type { Reply } from '#shared/sync/protocol.ts'
import type { TestCity } from '../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { accounts } from '#server/core/identity/index.ts'
import { reports } from '#server/features/reports/tables.ts'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../support/city.ts'
import { streetOf } from '../features/reports/street.ts'
import { complaint } from '../features/voices/complaint.ts'

const DAY_MS = 86_400_000
let city: TestCity
beforeEach(async () => {
  city = await openTestCity()
})
afterEach(() => city.close())

const complaintsOf = async (name: 'rider' | 'rider2') =>
  (await city.as(name).ask('voices.mine', {})).map(({ text }) => text)
const idReused = { status: 'refused', refusal: { code: 'command.idReused' } }

it('7: an id that comes back with another body, command or person is refused without effect', async () => {
  const once = complaint('第一件')
  await city.as('rider').send(once)
  expect(await city.as('rider').send({ ...once, input: { ...once.input, text: '改过的' } })).toMatchObject([
    idReused,
  ])
  expect(await city.as('rider').send({ id: once.id, name: 'notices.read', input: { upTo: 1 } }))
    .toMatchObject([idReused])
  expect(await city.as('rider2').send(once)).toMatchObject([idReused])
  // The first is still the answer.
  expect(await city.as('rider').send(once)).toMatchObject([{ status: 'accepted' }])
  expect([await complaintsOf('rider'), await complaintsOf('rider2')]).toEqual([['第一件'], []])
})

it('8: one report sent ten times at the same moment is filed once, with ten equal answers', async () => {
  const street = streetOf(city)
  const once = { id: randomUUID(), name: 'reports.file', input: await street.report('rider') }
  const replies = (await Promise.all(Array.from({ length: 10 }, () => city.as('rider').send(once)))).flat()
  for (const reply of replies) expect(reply).toEqual(replies[0])
  expect(replies[0]).toMatchObject({ status: 'accepted', result: { number: expect.any(Number) } })
  expect(await city.database.read.$count(reports)).toBe(1)
})

it.each([
  ['behind', -DAY_MS],
  ['ahead', DAY_MS],
])(
  '18: a phone whose clock is a day %s is put right, and what it did keeps its order',
  async (_, wrongBy) => {
    const phones = city.time.now + wrongBy
    const [first, second] = [
      { ...complaint('先'), madeAt: phones - 3_600_000 },
      { ...complaint('后'), madeAt: phones - 60_000 },
    ]
    await city.as('rider').sendBatch(phones, [first, second])
    expect(
      (await city.as('rider').ask('voices.mine', {}))
        .map(({ text, at }) => [text, at])
        .sort((a, b) => Number(a[1]) - Number(b[1])),
    ).toEqual([
      ['先', city.time.now - 3_600_000],
      ['后', city.time.now - 60_000],
    ])
  },
)

it('18: a report seen on such a phone is dated by our clock, and the phone\'s error is kept', async () => {
  const street = streetOf(city)
  const phones = city.time.now - DAY_MS
  const input = await street.report('rider', { seenAt: phones - 60_000 })
  await city
    .as('rider')
    .sendBatch(phones, [{ id: randomUUID(), name: 'reports.file', input, madeAt: phones - 30_000 }])
  expect(
    await city.database.read.select({ seenAt: reports.seenAt, skewMs: reports.skewMs }).from(reports),
  ).toEqual([{ seenAt: city.time.now - 60_000, skewMs: DAY_MS }])
})

it('20: what an app of an earlier release sends is decided or refused with why; none waits', async () => {
  const withMore = { ...complaint('旧版多带了一项'), input: { ...complaint('旧版多带了一项').input, mood: 'sad' } }
  const replies: Reply[] = await city.as('rider').send(
    { name: 'voices.complainAgain', input: {} }, // Gone since.
    { name: 'voices.complain', input: { text: '没有编号', page: 'home' } }, // Before it had an id.
    withMore,
    complaint('新的'),
  )
  expect(replies).toMatchObject([
    { status: 'malformed', issues: ['unknown command'] },
    { status: 'malformed', issues: [expect.stringContaining('complaintId')] },
    { status: 'accepted' },
    { status: 'accepted' },
  ])
  expect((await complaintsOf('rider')).sort()).toEqual(['旧版多带了一项', '新的'].sort())
})

const endings: [string, (cookie: string) => Promise<unknown>][] = [
  ['signing out', async cookie => await city.fetchAs(cookie)('/api/session', { method: 'DELETE' })],
  ['being disabled', () => change({ disabledAt: 1 })],
  ['a change of role', () => change({ role: 'resident' })],
]
const change = (set: Partial<typeof accounts.$inferInsert>) =>
  city.database.transact(tx => tx.update(accounts).set(set).where(eq(accounts.id, city.ids.rider)))

it.each(endings)(
  '25: after %s the old cookie opens no door any more, from the very next request',
  async (_, end) => {
    const cookie = await city.signIn(city.phoneOf('rider'))
    const fetch = city.fetchAs(cookie)
    const batch = JSON.stringify({
      sentAt: city.time.now,
      commands: [{ ...complaint('还是我吗'), madeAt: city.time.now }],
    })
    const knock = async () => [
      (await fetch('/api/queries/identity.me?input=%7B%7D')).status,
      (
        await fetch('/api/commands', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: batch,
        })
      ).status,
      (await fetch(`/api/photos/${'a'.repeat(64)}`, { method: 'PUT', body: 'x' })).status,
    ]
    expect((await knock()).slice(0, 2)).toEqual([200, 200])
    await end(cookie)
    expect(await knock()).toEqual([401, 401, 401])
    expect((await fetch('/api/events')).status).toBe(204)
  },
)

it('the addresses go into one regular expression: one that does not costs every request more', async () => {
  await city.fetchAs(undefined)('/health/live')
  expect(city.app.router.name).toBe('SmartRouter + RegExpRouter')
})

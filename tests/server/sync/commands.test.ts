import type { TestCity } from '../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { commandHandlers } from '#server/handlers.ts'
import { system } from '#server/sync/as-system.ts'
import { decide } from '#server/sync/decide.ts'
import { receipts } from '#server/sync/tables.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../support/city.ts'
import { complaint } from '../features/voices/complaint.ts'

let city: TestCity
beforeEach(async () => {
  city = await openTestCity()
})
afterEach(() => city.close())

it('a command sent again is answered, not repeated', async () => {
  const once = complaint('灯太暗')
  const [first] = await city.as('rider').send(once)
  const [again] = await city.as('rider').send(once)
  expect(first).toMatchObject({ id: once.id, status: 'accepted' })
  expect(again).toEqual(first)
  expect(await city.as('rider').ask('voices.mine', {})).toMatchObject([{ text: '灯太暗' }])
})

it('a refusal is kept: the same command is refused again, whatever has changed since', async () => {
  const support = { id: randomUUID(), name: 'reports.support', input: { reportId: randomUUID() } }
  const [refused] = await city.as('rider').send(support)
  expect(refused).toMatchObject({ status: 'refused', refusal: { code: 'reports.unknown' } })
  expect(await city.as('rider').send(support)).toEqual([refused])
  expect(await city.database.read.select().from(receipts)).toHaveLength(1)
})

it('what is wrong with a malformed command is said, and it leaves no receipt', async () => {
  const [reply] = await city.as('rider').send({ name: 'voices.complain', input: { text: '' } })
  expect(reply).toMatchObject({ status: 'malformed' })
  expect(JSON.stringify(reply)).toContain('complaintId')
  expect(await city.as('rider').send({ name: 'no.such', input: {} })).toMatchObject([{ status: 'malformed' }])
  expect(await city.database.read.select().from(receipts)).toEqual([])
})

it('what is wrong is said by field, bounded, however much is wrong', async () => {
  const long = 'x'.repeat(20_000)
  const [filed, kept] = await city.as('rider').send(
    { name: 'reports.file', input: { kind: long, text: 5, place: { latitude: 91, longitude: long } } },
    { name: 'reports.file', input: { photos: Array.from({ length: 9 }, () => long) } },
  ) as { issues: string[] }[]
  expect(filed!.issues.map(issue => issue.split(':')[0])).toEqual([
    'reportId',
    'kind',
    'text',
    'place.latitude',
    'place.longitude',
    'photos',
    'seenAt',
  ])
  expect(Math.max(...filed!.issues.map(({ length }) => length))).toBe(200)
  expect(kept!.issues).toHaveLength(8)
})

it('a command of another role is refused before anything happens', async () => {
  expect(
    await city.as('rider').send({ name: 'voices.reply', input: { complaintId: randomUUID(), words: '好' } }),
  ).toMatchObject([{ status: 'refused', refusal: { code: 'command.notForYourRole' } }])
})

it('a report whose photo is missing holds up its own lane and no other', async () => {
  const missing = 'a'.repeat(64)
  const reportId = randomUUID()
  const replies = await city
    .as('rider')
    .send(
      {
        name: 'reports.file',
        input: {
          reportId,
          kind: 'hazard',
          text: '',
          place: { latitude: 30.6, longitude: 114.27 },
          photos: [missing],
          seenAt: city.time.now,
        },
      },
      { name: 'reports.amend', input: { reportId, text: '补充' } },
      complaint('另一件事'),
    )
  expect(replies).toMatchObject([
    { status: 'retry', missingPhotos: [missing] },
    { status: 'retry' },
    { status: 'accepted' },
  ])
  expect(await city.database.read.select().from(receipts)).toHaveLength(1)
})

it('a fault in one command of a task holds up none of the others', async () => {
  const [broken, whole] = [randomUUID(), randomUUID()]
  const handlers = {
    ...commandHandlers,
    'polls.count': async ({ pollId }: { pollId: string }) => {
      if (pollId === broken) throw new Error('this row is broken')
    },
  }
  const faults: string[] = []
  const openFaulty = { ...city, handlers, actor: system, limitsFactor: 1 }
  const now = city.time.now
  const commands = [broken, whole].map(pollId =>
    ({ id: randomUUID(), name: 'polls.count', input: { pollId }, madeAt: now }))
  const onFault = (error: unknown) => void faults.push((error as Error).message)
  const { replies } = await decide({ ...openFaulty, sentAt: now, now, onFault }, { sentAt: now, commands })
  expect(replies.map(({ status }) => status)).toEqual(['retry', 'accepted'])
  expect(faults).toEqual(['this row is broken'])
})

it('the receipt keeps the phone\'s clock beside ours', async () => {
  const wrongBy = 86_400_000
  const at = city.time.now
  const once = complaint('时钟不准')
  await city.as('rider').sendBatch(at - wrongBy, [{ ...once, madeAt: at - wrongBy - 60_000 }])
  expect(await city.database.read.select().from(receipts)).toMatchObject([
    { madeAt: at - wrongBy - 60_000, sentAt: at - wrongBy, decidedAt: at },
  ])
  expect(await city.as('rider').ask('voices.mine', {})).toMatchObject([{ at: at - 60_000 }])
})

it('without a session nothing is decided', async () => {
  const response = await city.fetchAs(undefined)('/api/commands', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  expect(response.status).toBe(401)
  expect(response.headers.get('x-little-bee')).toBe('1')
})

it('a batch that is no batch is refused whole', async () => {
  const post = (body: string) =>
    city
      .as('rider')
      .fetch('/api/commands', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  expect((await post('{')).status).toBe(400)
  expect((await post('{"sentAt":1,"commands":[]}')).status).toBe(400)
  expect(
    (
      await post(
        JSON.stringify({
          sentAt: 1,
          commands: Array.from({ length: 201 }, () => ({ ...complaint('多'), madeAt: 1 })),
        }),
      )
    ).status,
  ).toBe(400)
  const large = await post(' '.repeat(1_000_001))
  expect(large.status).toBe(413)
  expect(await large.json()).toMatchObject({ code: 'batch.tooLarge' })
})

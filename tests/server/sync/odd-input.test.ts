import type { TestCity } from '../../support/city.ts'
import type { Street } from '../features/reports/street.ts'
import { randomUUID } from 'node:crypto'
import { reports } from '#server/features/reports/tables.ts'
import { receipts } from '#server/sync/tables.ts'
import { CLOCK_DOUBTFUL_MS } from '#shared/reports/rules.ts'
import { expect, it } from 'vitest'
import { COMMUNITY } from '../../support/city.ts'
import { counterOf, STATIONS } from '../features/mall/counter.ts'
import { freshStreet } from '../features/reports/street.ts'

// SQLite stores what PostgreSQL refuses: both engines must give the same answer.
let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given), { LIMITS_FACTOR: '100' })

it('a NUL among a person\'s words is left out of them', async () => {
  const reportId = await street.file('rider', { text: '井盖\0翘起' })
  expect(await street.one('rider', reportId)).toMatchObject({ text: '井盖翘起' })
  await city.as('staff').done('reports.ask', { reportId, question: '哪\0一侧？' })
  await city.as('rider').done('reports.answer', { reportId, answer: '\0东侧' })
  expect((await street.one('rider', reportId)).timeline.map(({ words }) => words)).toEqual([
    null,
    '哪一侧？',
    '东侧',
  ])
  expect(
    await city.as('staff').refused('reports.move', { reportId, to: 'merged', into: randomUUID() }),
  ).toMatchObject({ code: 'reports.mergeTarget' })
  expect(
    await city.as('staff').send({ name: 'reports.move', input: { reportId, to: 'declined', words: '\0' } }),
  ).toMatchObject([{ status: 'malformed' }])
})

it('words that show nothing are none, and marks that turn a name around are left out of it', async () => {
  const reportId = await street.file('rider', { text: '\u200B\u3164' })
  expect(await street.one('rider', reportId)).toMatchObject({ text: '' })
  for (const words of ['\u200B', '\u3164', '\u202E \u2066', '\uFE0F', '\u2800', '\u00AD']) {
    expect(
      await city.as('staff').send({ name: 'reports.move', input: { reportId, to: 'declined', words } }),
    ).toMatchObject([{ status: 'malformed' }])
  }
  await city.as('staff').done('reports.ask', { reportId, question: '\u202E哪一侧\u200F？' })
  expect((await street.one('rider', reportId)).question).toBe('哪一侧？')
})

it('a length is counted in characters: 500 emoji are a description, and come back whole', async () => {
  const text = '🐝'.repeat(500)
  const reportId = await street.file('rider', { text })
  expect(await street.one('rider', reportId)).toMatchObject({ text })
  const question = `${text}🐝`
  expect(await city.as('staff').send({ name: 'reports.ask', input: { reportId, question } }))
    .toMatchObject([{ status: 'malformed' }])
})

it.each([
  ['identity.register', { name: '李小蜂', areaId: COMMUNITY, company: null, work: null, privacyNotice: '1\0' }],
  ['voices.complain', { complaintId: randomUUID(), text: '灯太暗', page: 'ho\0me' }],
  ['notices.subscribe', { endpoint: 'https://push.example/\0', keys: { p256dh: 'aa', auth: 'aa' } }],
  ['notices.unsubscribe', { endpoint: 'https://push.example/\0' }],
  ['reports.withdraw', { reportId: `${randomUUID().slice(0, -1)}\0` }],
  ['reports.\0', {}],
])('a NUL in what no person wrote makes %s malformed, at once and for good', async (name, input) => {
  expect(await city.as('rider').send({ name, input })).toMatchObject([{ status: 'malformed' }])
  expect(await city.database.read.$count(receipts)).toBe(0)
})

it('a code that was read with a NUL in it is a code like any other that is not ours', async () => {
  expect(
    await city.as('rider').send({ name: 'stations.checkIn', input: { entryId: randomUUID(), code: 'A\0B' } }),
  ).toMatchObject([{ status: 'refused' }])
  expect(
    await city.as('keeper').send({ name: 'mall.handOver', input: { stationId: randomUUID(), code: 'A\0B' } }),
  ).toMatchObject([{ status: 'refused' }])
})

const LAST = Number.MAX_SAFE_INTEGER
it.each([
  ['stands at the beginning of time', { sentAt: 0, madeAt: 0, seenAt: 0 }],
  ['stands at the end of it', { sentAt: LAST, madeAt: LAST, seenAt: LAST }],
  ['was set back after the photo', { sentAt: 0, madeAt: 0, seenAt: LAST }],
  ['was set forward after the photo', { sentAt: LAST, madeAt: LAST, seenAt: 0 }],
] as const)(
  'a report from a phone whose clock %s is taken in, with our own time',
  async (_, { sentAt, madeAt, seenAt }) => {
    const input = { ...(await street.report('rider')), seenAt }
    const response = await city
      .as('rider')
      .sendBatch(sentAt, [{ id: randomUUID(), name: 'reports.file', input, madeAt }])
    expect((await response.json()).replies).toMatchObject([{ status: 'accepted' }])
    const [row] = await city.database.read.select().from(reports)
    expect(row).toMatchObject({ seenAt: city.time.now, filedAt: city.time.now })
    expect((await street.one('staff', input.reportId)).desk!.clockSkewMs).toBe(CLOCK_DOUBTFUL_MS)
    await city.as('staff').done('reports.move', { reportId: input.reportId, to: 'accepted' })
  },
)

it.each([1.5, -1, LAST + 1, 1e300])(
  'a clock that says %d is no clock, and the batch is refused whole',
  async (sentAt) => {
    const response = await city
      .as('rider')
      .sendBatch(sentAt, [{ id: randomUUID(), name: 'voices.complain', input: {}, madeAt: 0 }])
    expect(response.status).toBe(400)
  },
)

const HALF = '😀'.slice(0, 1)

it('half an emoji among a person\'s words is left out of them, also where they lie in JSON', async () => {
  const reportId = await street.file('rider', { text: `井盖${HALF}翘起😀` })
  expect(await street.one('rider', reportId)).toMatchObject({ text: '井盖翘起😀' })
  await counterOf(city)
  await city.as('keeper').done('stations.keep', {
    stationId: STATIONS.bridge.id,
    hours: {
      week: Array.from({ length: 7 }, () => null),
      exceptions: [{ day: '2026-11-24', span: null, words: `停电${HALF}` }],
    },
  })
  expect(await city.as('rider').ask('stations.one', { stationId: STATIONS.bridge.id })).toMatchObject({
    exceptions: [{ words: '停电' }],
  })
  expect(
    await city.as('rider').send({
      name: 'voices.complain',
      input: { complaintId: randomUUID(), text: '灯太暗', page: HALF },
    }),
  ).toMatchObject([{ status: 'malformed' }])
})

it.each([5000, 100_000])('an unknown key nested %d deep is malformed, alone', async (depth) => {
  const [deep, fine] = [randomUUID(), randomUUID()]
  const complaint = (id: string, more: string) =>
    `{"id":"${id}","name":"voices.complain","madeAt":0,`
    + `"input":{"complaintId":"${id}","text":"灯","page":"home"${more}}}`
  const nested = `,"more":${'['.repeat(depth)}${']'.repeat(depth)}`
  const response = await city.as('rider').fetch('/api/commands', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"sentAt":0,"commands":[${complaint(deep, nested)},${complaint(fine, '')}]}`,
  })
  expect(response.status).toBe(200)
  expect((await response.json()).replies).toEqual([
    { id: deep, status: 'malformed', issues: ['input: nested too deep'] },
    { id: fine, status: 'accepted' },
  ])
})

it('the same id from two accounts at once is decided for one and refused to the other', async () => {
  const riders = ['rider', 'rider2', 'rider3'] as const
  for (let round = 0; round < 20; round++) {
    // The id of a command; then only that of the complaint.
    const [id, complaintId] = [randomUUID(), randomUUID()]
    for (const ids of [{ id }, {}]) {
      const replies = await Promise.all(riders.map(rider => city.as(rider).send({
        ...ids,
        name: 'voices.complain',
        input: { complaintId: 'id' in ids ? randomUUID() : complaintId, text: '灯太暗', page: 'home' },
      })))
      const code = 'id' in ids ? 'command.idReused' : 'voices.idTaken'
      const decided = replies.flat()
        .map(reply => reply.status === 'refused' ? reply.refusal.code : reply.status)
      expect(decided.sort()).toEqual(['accepted', code, code])
    }
  }
})

it.each(['\0', HALF])('the name of an act that no line can have is malformed', async (act) => {
  const input = encodeURIComponent(JSON.stringify({ act }))
  expect((await city.as('admin').fetch(`/api/queries/people.acts?input=${input}`)).status).toBe(400)
})

it('a day that is not in the calendar, and an instant after the year 9999, are malformed', async () => {
  const input = encodeURIComponent(JSON.stringify({ from: '2026-02-31', to: '2026-11-23' }))
  expect((await city.as('admin').fetch(`/api/queries/points.ledger?input=${input}`)).status).toBe(400)
  const suspend = (until: number) => city.as('admin').send({
    name: 'stations.suspend',
    input: { phone: city.phoneOf('rider'), until, words: '反复占座' },
  })
  expect(await suspend(LAST)).toMatchObject([{ status: 'malformed' }])
  expect(await suspend(253_402_271_999_999)).toMatchObject([{ status: 'accepted' }])
  expect((await city.as('admin').ask('stations.book', {})).suspended).toHaveLength(1)
})

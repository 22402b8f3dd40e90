import type { PersonName, TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { sendPushes } from '#server/core/notices/index.ts'
import { pushSubscriptions } from '#server/core/notices/tables.ts'
import { addPost } from '#server/core/posts/index.ts'
import { stations } from '#server/core/stations/index.ts'
import { runWord } from '#server/programs/people/run-command.ts'
import { readArgs } from '#server/programs/people/words.ts'
import { expect, it } from 'vitest'
import { generateVAPIDKeys } from 'web-push'
import { UNITS } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { STATIONS } from '../../../support/journeys/people.ts'
import { keeperOf } from '../../../support/posts.ts'
import { streetOf } from '../../features/reports/street.ts'

/** The server may believe what it knows of a session for so long, and nobody gets two codes in a minute. */
const SOON_MS = 61_000
const ANSWER = '沿江大道 12 号 3 楼，找陈师傅 138 0000 0901'

let city: TestCity
let street: ReturnType<typeof streetOf>
freshCity(async (opened) => {
  city = opened
  street = streetOf(opened)
  await city.database.transact(async (tx) => {
    await tx.insert(stations).values(Object.values(STATIONS))
    await addPost(tx, { ...keeperOf(city), scope: STATIONS.near.id })
  })
})

/** What an operator types; the person concerned signs in anew. */
async function people(by: PersonName, word: string, ...rest: string[]) {
  await runWord(city.database, readArgs([word, city.phoneOf(by), ...rest]), city.time.now)
  city.time.now += SOON_MS
  return city.holding(await city.signIn(city.phoneOf(by)))
}
const inboxOf = async (phone: Pick<ReturnType<TestCity['as']>, 'ask'>) => {
  const { notices, unread } = await phone.ask('notices.mine', {})
  return { told: notices.map(({ kind, words }) => [kind, words]), unread }
}

/** A security lead about which staff have asked something. */
async function askedLead() {
  const reportId = await street.file('rider', { kind: 'security' })
  await city.as('staff').done('reports.ask', { reportId, question: '在几号？怎么联系你？' })
  return reportId
}

it('the answer to a dismissed staff member\'s question goes to the desk, not to the person', async () => {
  const reportId = await askedLead()
  const former = await people('staff', 'dismiss')
  await city.as('rider').done('reports.answer', { reportId, answer: ANSWER })
  expect(await inboxOf(former)).toEqual({ told: [], unread: 0 })
  expect(await inboxOf(city.as('staff2'))).toEqual({ told: [['reports.answered', ANSWER]], unread: 1 })
  expect(await street.told('staffElsewhere')).toEqual([])
})

it('an answer to staff who work elsewhere by now goes to the desk of the report', async () => {
  const reportId = await askedLead()
  const moved = await people('staff', 'appoint', 'staff', '--area', '420105004')
  await city.as('rider').done('reports.answer', { reportId, answer: ANSWER })
  expect(await inboxOf(moved)).toEqual({ told: [], unread: 0 })
  expect(await street.told('staff2')).toEqual(['reports.answered'])
})

it('what came by a post is read, counted, exported and marked read while the post is held only', async () => {
  const reportId = await askedLead()
  await city.as('rider').done('reports.answer', { reportId, answer: ANSWER })
  await street.bring(await street.file('staff'))
  expect(await inboxOf(city.as('staff'))).toEqual({ told: [['reports.answered', ANSWER]], unread: 1 })

  const former = await people('staff', 'dismiss')
  expect(await inboxOf(former)).toEqual({ told: [], unread: 0 })
  expect(JSON.stringify(await former.ask('identity.export', {}))).not.toContain('陈师傅')
  await former.done('notices.read', { upTo: city.time.now })

  const again = await people('staff', 'appoint', 'staff', '--area', '420103006')
  expect(await inboxOf(again)).toEqual({ told: [['reports.answered', ANSWER]], unread: 1 })
})

it('what somebody was told in person stays theirs when they change their post', async () => {
  const own = await street.file('staff')
  await city.as('staff2').done('reports.move', { reportId: own, to: 'declined', words: '不属于城市管理' })
  const former = await people('staff', 'dismiss')
  expect(await inboxOf(former)).toEqual({ told: [['reports.declined', '不属于城市管理']], unread: 1 })
})

it('a unit\'s, a keeper\'s and an admin\'s notices stay with the post', async () => {
  await street.bring(await street.file('rider'), 'accepted', 'assigned')
  await city.as('rider').done('stations.reportFault', {
    faultId: randomUUID(),
    stationId: STATIONS.near.id,
    kind: 'dirty',
    words: '地面湿滑',
  })
  await city.run(
    { accountId: 'system', role: 'system', areaId: null, posts: [] },
    {
      sentAt: city.time.now,
      commands: [{
        id: randomUUID(),
        name: 'points.raiseAlarm',
        input: { invariants: ['balances'] },
        madeAt: city.time.now,
      }],
    },
  )
  expect(await street.told('unit')).toEqual(['reports.yourTurn'])
  expect(await street.told('keeper')).toEqual(['stations.fault'])
  expect(await street.told('admin2')).toEqual(['points.broken'])

  for (const [by, ...appointed] of [
    ['unit', 'appoint', 'unit', '--unit', UNITS.power],
    ['keeper', 'appoint', 'keeper', '--station', `${STATIONS.far.number}`],
    ['admin2', 'dismiss'],
  ] as [PersonName, string, ...string[]][]) {
    const [word, ...rest] = appointed
    expect(await inboxOf(await people(by, word, ...rest)), by).toEqual({ told: [], unread: 0 })
  }
})

it('no push says what came by a post that is not held any more', async () => {
  const settings = { ...generateVAPIDKeys(), subject: 'mailto:bee@example.cn' }
  await city.database.transact(tx => tx.insert(pushSubscriptions).values({
    id: randomUUID(),
    accountId: city.ids.staff,
    endpoint: 'http://127.0.0.1:9/',
    p256dh: 'BAAA',
    auth: 'AAAA',
    createdAt: city.time.now,
  }))
  await street.file('rider', { kind: 'emergency' })
  await people('staff', 'dismiss')
  await sendPushes(city, settings, city.time.now, 'any')
  expect(
    await city.database.run(`select pushed_at from notices where account_id = '${city.ids.staff}'`),
  ).toEqual([{ pushed_at: null }])
  expect(
    await city.database.run(`select count(*) as n from notices where account_id = '${city.ids.staff2}'
      and pushed_at is not null`),
  ).toMatchObject([{ n: expect.toSatisfy((n: unknown) => Number(n) === 1) }])
})

it('an export of one\'s data has no words from a desk that one has left', async () => {
  const reportId = await askedLead()
  const own = await street.file('staff')
  await city.as('staff').done('reports.withdraw', { reportId: own })
  const stepsOf = async (phone: Pick<ReturnType<TestCity['as']>, 'ask'>) => {
    const { reports } = await phone.ask('identity.export', {})
    return (reports as { steps: object[] }).steps
  }
  expect(await stepsOf(city.as('staff'))).toMatchObject([
    { reportId, step: 'asked' },
    { reportId: own, step: 'withdrawn' },
  ])
  const former = await people('staff', 'dismiss')
  expect(await stepsOf(former)).toMatchObject([{ reportId: own, step: 'withdrawn' }])
})

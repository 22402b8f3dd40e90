import type { PersonName, TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { checkPoints } from '#server/core/points/index.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { give as giveTo } from './awarded.ts'

let city: TestCity
beforeEach(async () => {
  city = await openTestCity()
  await give('rider', 100, 'a')
})
afterEach(async () => {
  expect(await checkPoints(city.database)).toEqual([])
  await city.close()
})

const give = async (name: PersonName, amount: number, ref: string) =>
  await giveTo(city, ref, { accountId: city.ids[name], amount })
async function sent(by: PersonName, name: string, input: object) {
  const [reply] = await city.as(by).send({ name, input })
  return reply!.status === 'refused' ? reply!.refusal : reply!.status
}
const mine = (name: PersonName) => city.as(name).ask('points.mine', {})
const desk = (name: PersonName) => city.as(name).ask('points.desk', {})

async function ask(
  amount: number,
  { by = 'admin', about = 'rider' }: { by?: PersonName, about?: PersonName } = {},
) {
  const correctionId = randomUUID()
  const outcome = await sent(by, 'points.correct', {
    correctionId,
    phone: city.phoneOf(about),
    amount,
    words: '补登一次巡查',
  })
  return { correctionId, outcome }
}
const decide = (by: PersonName, correctionId: string, isApproved = true) =>
  sent(by, 'points.approveCorrection', { correctionId, isApproved })

it('a correction that one admin asks for and another approves moves the points and is notified', async () => {
  const { correctionId, outcome } = await ask(30)
  expect(outcome).toBe('accepted')
  expect(await mine('rider')).toMatchObject({ available: 100 })
  expect((await desk('admin2')).corrections).toMatchObject([
    {
      id: correctionId,
      person: '测试rider 0001',
      amount: 30,
      askedBy: '测试admin',
      state: 'asked',
      mayDecide: true,
    },
  ])
  expect((await desk('admin')).corrections).toMatchObject([{ mayDecide: false }])

  expect(await decide('admin2', correctionId)).toBe('accepted')
  expect(await mine('rider')).toMatchObject({
    available: 130,
    transfers: [
      { kind: 'post', amount: 30, reason: 'points.corrected', ref: correctionId, note: '补登一次巡查' },
      { amount: 100 },
    ],
  })
  expect((await city.as('rider').ask('notices.mine', {})).notices).toMatchObject([
    { kind: 'points.corrected', points: 30, ref: correctionId },
  ])
  expect((await desk('admin')).totals).toEqual({
    out: 130,
    held: 0,
    issued: 130,
    spent: 0,
    lapsed: 0,
    debts: 0,
  })
})

it('what is no longer there can\'t be taken back, and stays on record as a debt', async () => {
  const { correctionId } = await ask(-160)
  await decide('admin2', correctionId)
  expect(await mine('rider')).toMatchObject({ available: 0, transfers: [{ amount: -100 }, { amount: 100 }] })
  city.time.now += 1000
  const { correctionId: again } = await ask(-10)
  await decide('admin2', again)
  expect((await desk('admin')).corrections).toMatchObject([
    { debt: 10, state: 'approved' },
    { debt: 60, state: 'approved' },
  ])
  expect((await desk('admin')).totals).toMatchObject({ out: 0, issued: 0, debts: 70 })
})

it('a declined correction moves nothing, and nothing is decided twice', async () => {
  const { correctionId } = await ask(30)
  expect(await decide('admin2', correctionId, false)).toBe('accepted')
  expect(await decide('admin2', correctionId)).toEqual({ code: 'points.correctionDecided' })
  expect(await mine('rider')).toMatchObject({ available: 100 })
})

it('nobody asks for or approves a correction of their own points, nor approves what they asked', async () => {
  const { correctionId } = await ask(30)
  expect(await decide('admin', correctionId)).toEqual({ code: 'points.sameHands' })
  expect((await ask(30, { about: 'admin' })).outcome).toEqual({ code: 'points.sameHands' })
  const { correctionId: aboutOther } = await ask(30, { about: 'admin2' })
  expect(await decide('admin2', aboutOther)).toEqual({ code: 'points.sameHands' })
  expect(await mine('admin2')).toMatchObject({ available: 0 })
})

it('only organisers correct points and set caps, and only the clock lets points lapse', async () => {
  const { correctionId } = await ask(30)
  const notForYou = { code: 'command.notForYourRole' }
  for (const by of ['rider', 'resident', 'keeper', 'staff', 'unit'] as const) {
    expect((await ask(30, { by, about: 'rider2' })).outcome).toEqual(notForYou)
    expect(await decide(by, correctionId)).toEqual(notForYou)
    expect(await sent(by, 'points.setCap', { cap: 'reports.lead', max: 10 })).toEqual(notForYou)
  }
  for (const by of ['rider', 'admin'] as const) {
    for (const name of ['points.lapse', 'points.remind'])
      expect(await sent(by, name, { accountId: city.ids.rider, cutoff: '2020-01-01' })).toEqual(notForYou)
    expect(await sent(by, 'points.raiseAlarm', { invariants: ['x'] })).toEqual(notForYou)
  }
  for (const query of ['points.desk', 'points.ledger']) {
    expect(
      (
        await city
          .as('staff')
          .fetch(
            `/api/queries/${query}?input=${encodeURIComponent('{"from":"2026-01-01","to":"2026-12-31"}')}`,
          )
      ).status,
    ).toBe(403)
  }
})

it('a correction of nobody, of nothing, under a taken id or never asked for is refused', async () => {
  const { correctionId } = await ask(30)
  const again = { correctionId, phone: city.phoneOf('rider2'), amount: 5, words: '又一次' }
  expect(await sent('admin', 'points.correct', again)).toEqual({ code: 'points.idTaken' })
  expect(
    await sent('admin', 'points.correct', { ...again, correctionId: randomUUID(), phone: '13800009999' }),
  ).toEqual({ code: 'points.accountUnknown' })
  expect(await decide('admin2', randomUUID())).toEqual({ code: 'points.correctionUnknown' })
  for (const amount of [0, 1.5, 100_001]) {
    expect(await sent('admin', 'points.correct', { ...again, correctionId: randomUUID(), amount })).toBe(
      'malformed',
    )
  }
})

it('points of somebody who has left are not corrected any more', async () => {
  const { correctionId } = await ask(30)
  expect(await sent('rider', 'identity.deleteMe', { confirm: true })).toBe('accepted')
  expect(await decide('admin2', correctionId)).toEqual({ code: 'points.accountUnknown' })
  expect(await decide('admin2', correctionId, false)).toBe('accepted')
})

it('a cap that was set counts from the next award on, and is what everybody sees', async () => {
  expect(await sent('admin', 'points.setCap', { cap: 'reports.lead', max: 150 })).toBe('accepted')
  expect((await mine('rider')).today[0]).toEqual({ cap: 'reports.lead', used: 100, max: 150 })
  expect((await desk('admin2')).caps).toEqual([
    { cap: 'reports.lead', max: 150, setAt: city.time.now },
    { cap: 'reports.patrol', max: 50, setAt: city.time.now },
    { cap: 'activities.hours', max: 160, setAt: city.time.now },
  ])
  expect(await give('rider', 60, 'b')).toBe('capped')
  expect(await give('rider', 50, 'c')).toBe('awarded')
  await sent('admin', 'points.setCap', { cap: 'reports.lead', max: 20 })
  expect(await give('rider', 1, 'd')).toBe('capped')
  expect(await mine('rider'))
    .toMatchObject({ available: 150, today: [{ used: 150, max: 20 }, { used: 0 }, {}] })
  expect(await sent('admin', 'points.setCap', { cap: 'reports.lead', max: -1 })).toBe('malformed')
  expect(await sent('admin', 'points.setCap', { cap: 'everything', max: 1 })).toBe('malformed')
})

it('every command, sent five times at once, has one effect and one answer', async () => {
  const correctionId = randomUUID()
  const correction = { correctionId, phone: city.phoneOf('rider'), amount: 30, words: '补登' }
  const [admin, admin2] = [city.as('admin'), city.as('admin2')]
  expect([
    await admin.fiveTimes('points.correct', correction),
    await admin2.fiveTimes('points.approveCorrection', { correctionId, isApproved: true }),
    await admin.fiveTimes('points.setCap', { cap: 'reports.lead', max: 10 }),
  ]).toMatchObject(Array.from({ length: 3 }, () => ({ status: 'accepted' })))
  expect(await mine('rider')).toMatchObject({ available: 130 })
  expect((await mine('rider')).transfers).toHaveLength(2)
  expect((await city.as('rider').ask('notices.mine', {})).notices).toHaveLength(1)
})

it('two organisers who decide at once don\'t both: the points move once', async () => {
  const { correctionId } = await ask(-100)
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => decide('admin2', correctionId)))
  expect(outcomes.filter(outcome => outcome === 'accepted')).toHaveLength(1)
  expect(outcomes.filter(outcome => outcome !== 'accepted')).toEqual(
    Array.from({ length: 4 }).fill({ code: 'points.correctionDecided' }),
  )
  expect(await mine('rider')).toMatchObject({ available: 0 })
})

it('the ledger comes out whole, the latest first, page by page and day by day', async () => {
  city.time.now += 86_400_000
  for (const ref of ['b', 'c', 'd']) {
    city.time.now += 1_000
    await give('rider2', 10, ref)
  }
  const both = { from: '2026-11-23', to: '2026-11-24' }
  const page = await city.as('admin').ask('points.ledger', both)
  expect(page).toMatchObject({ hasMore: false, total: 4 })
  expect(page.rows.map(({ ref }) => ref)).toEqual(['d', 'c', 'b', 'a'])
  expect(page.rows[3]).toMatchObject({
    kind: 'post',
    debit: 'issued',
    credit: city.ids.rider,
    amount: 100,
    approverId: city.ids.staff,
  })
  const rest = await city.as('admin').ask('points.ledger', { ...both, before: page.rows[1]!.postedAt })
  expect(rest.rows.map(({ ref }) => ref)).toEqual(['b', 'a'])
  expect((await city.as('admin').ask('points.ledger', { from: both.from, to: both.from })).rows)
    .toHaveLength(1)
  expect((await city.as('admin').ask('points.ledger', { ...both, reason: 'mall.redeemed' })).rows)
    .toHaveLength(0)
})

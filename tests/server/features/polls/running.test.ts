import type { PollStage } from '#shared/polls/rules.ts'
import type { TestCity } from '../../../support/city.ts'
import { audit } from '#server/core/audit/index.ts'
import { POLL_MS_MAX, stageOf } from '#shared/polls/rules.ts'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE, STREET } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { HOUR, planOf, publish } from './published-poll.ts'

let city: TestCity
freshCity(fresh => void (city = fresh))
const open = async (name: 'rider' | 'resident' | 'staff') =>
  (await city.as(name).ask('polls.open', {})).polls.map(({ question }) => question)
const notYours = { code: 'polls.notYours' }
const place = { latitude: 30.6, longitude: 114.27 }

describe('publishing', () => {
  it('shows the poll to those around, says how many may vote, and repeats itself without harm', async () => {
    const plan = planOf(city, { areaId: STREET })
    expect(await city.as('staff').fiveTimes('polls.publish', plan)).toMatchObject({ result: { entitled: 5 } })
    expect(await open('rider')).toEqual([plan.question])
    expect(await open('staff')).toEqual([]) // Who never registered lives nowhere.
    const { polls } = await city.as('staff').ask('polls.desk', {})
    expect(polls).toMatchObject([{ id: plan.pollId, turnout: 0, whyNot: 'unregistered' }])
    expect((await city.as('staffElsewhere').ask('polls.desk', {})).polls).toEqual([])
  })

  it('sent again after a lost answer, what began at once is the same poll; another text is not', async () => {
    const plan = planOf(city)
    await city.as('staff').done('polls.publish', plan)
    city.time.now += 20_000
    const again = { ...plan, startsAt: city.time.now }
    expect(await city.as('staff').sendOne('polls.publish', again))
      .toMatchObject({ status: 'accepted', result: { entitled: 5 } })
    expect(await city.as('staff').ask('polls.one', { pollId: plan.pollId }))
      .toMatchObject({ version: 1, startsAt: plan.startsAt })
    expect(await city.database.read.$count(audit, eq(audit.ref, plan.pollId))).toBe(1)
    for (const other of [{ question: '充电柜不装了？' }, { options: plan.options.toReversed() }]) {
      expect(await city.as('staff').refused('polls.publish', { ...again, ...other }))
        .toEqual({ code: 'polls.begun' })
    }
    expect(await city.as('staff2').refused('polls.publish', again)).toEqual({ code: 'polls.begun' })
  })

  it('the desk\'s list is narrowed by where a poll stands, as the phone says it', async () => {
    const { now } = city.time
    const stages: [PollStage, string][] = []
    const add = async (stage: PollStage, changes: Parameters<typeof publish>[1], at = 0) => {
      city.time.now = now + at
      const { pollId } = await publish(city, changes)
      stages.push([stage, pollId])
      return pollId
    }
    await add('arriving', { endsAt: now + HOUR })
    const cancelled = await add('cancelled', { endsAt: now + 30 * HOUR })
    await city.as('staff').done('polls.cancel', { pollId: cancelled, words: '写错了' })
    await add('running', { startsAt: now + HOUR, endsAt: now + 9 * HOUR }, HOUR)
    await add('coming', { startsAt: now + 5 * HOUR, endsAt: now + 9 * HOUR }, HOUR)
    city.time.now = now + HOUR + 1
    for (const [stage, pollId] of stages) {
      const { polls, total } = await city.as('staff').ask('polls.desk', { stage })
      expect(polls.map(({ id }) => id), stage).toEqual([pollId])
      expect(stageOf(polls[0]!, city.time.now)).toBe(stage)
      expect(total).toBe(1)
    }
    expect((await city.as('staff').ask('polls.desk', {})).total).toBe(4)
    expect((await city.as('staff').ask('polls.desk', { areaId: ELSEWHERE })).total).toBe(0)
    expect((await city.as('staff').ask('polls.desk', { stage: 'counted' })).polls).toEqual([])
  })

  it('is only for staff of the area', async () => {
    const publishAs = async (name: 'rider' | 'staffElsewhere' | 'unit') =>
      await city.as(name).refused('polls.publish', planOf(city))
    expect(await publishAs('rider')).toEqual({ code: 'command.notForYourRole' })
    expect(await publishAs('unit')).toEqual({ code: 'command.notForYourRole' })
    expect(await publishAs('staffElsewhere')).toEqual({ code: 'polls.notYours' })
    const elsewhere = planOf(city, { areaId: ELSEWHERE })
    expect(await city.as('staff').refused('polls.publish', elsewhere)).toEqual({ code: 'polls.notYours' })
    expect(await city.as('admin').sendOne('polls.publish', elsewhere)).toMatchObject({ status: 'accepted' })
  })

  it('refuses times and places that can\'t be', async () => {
    const { now } = city.time
    for (const [startsAt, endsAt] of [
      [now, now + HOUR - 1],
      [now - 9 * HOUR, now],
      [now, now + POLL_MS_MAX + 1],
      [now + POLL_MS_MAX + 1, now + POLL_MS_MAX + 2 * HOUR],
    ] as const) {
      expect(await city.as('staff').refused('polls.publish', planOf(city, { startsAt, endsAt })))
        .toEqual({ code: 'polls.timesWrong' })
    }
    const inBeijing = { latitude: 39.9, longitude: 116.4 }
    const options = ['这里', '那里'].map(text => ({ text, place: inBeijing }))
    expect(await city.as('staff').refused('polls.publish', planOf(city, { options })))
      .toEqual({ code: 'polls.placeWrong' })
    expect(await city.as('staff').refused('polls.publish', planOf(city, { areaId: '420103999' })))
      .toEqual({ code: 'polls.placeWrong' })
  })

  it('takes two to ten different options, with places for all or none', async () => {
    const options = (...texts: string[]) => texts.map(text => ({ text, place: null }))
    for (const wrong of [
      options('只有一个'),
      options(...'甲乙丙丁戊己庚辛壬癸子'),
      options('一样', '一样'),
      [{ text: '有地方', place }, { text: '没地方', place: null }],
    ]) {
      const [reply] = await city.as('staff').send({
        name: 'polls.publish',
        input: planOf(city, { options: wrong }),
      })
      expect(reply, JSON.stringify(wrong)).toMatchObject({ status: 'malformed' })
    }
    const places = ['甲', '乙'].map(text => ({ text, place }))
    const poll = await publish(city, { options: places })
    expect((await poll.one('rider')).options).toMatchObject(places)
  })
})

describe('changing', () => {
  it('is possible before the beginning, for who has seen the last version', async () => {
    const poll = await publish(city, { startsAt: city.time.now + HOUR })
    const { changedAt: seen } = await poll.one('staff')
    const change = { ...poll.plan, question: '换个问法？', seen }
    await city.as('staff2').done('polls.publish', change)
    expect(await poll.one('rider')).toMatchObject({ question: '换个问法？', version: 2 })
    expect(await city.as('staff').refused('polls.publish', change))
      .toMatchObject({ code: 'command.changedMeanwhile' })
    expect(await city.as('staffElsewhere').refused('polls.publish', change)).toEqual(notYours)
  })

  it('is refused once it has begun, even if nobody has voted', async () => {
    const poll = await publish(city)
    const { changedAt: seen } = await poll.one('staff')
    const again = { ...poll.plan, seen }
    expect(await city.as('staff').refused('polls.publish', again)).toEqual({ code: 'polls.begun' })
  })
})

describe('ending early', () => {
  it('takes a reason, shows it on the page, and still counts votes saved before', async () => {
    const poll = await publish(city)
    await poll.voteAll([0, 1, 2, 0])
    city.time.now += HOUR
    const { pollId } = poll
    const words = '柜子已经到货，提前定'
    const early = { pollId, words }
    expect(await city.as('staffElsewhere').refused('polls.close', early)).toEqual(notYours)
    expect(await city.as('staff').fiveTimes('polls.close', early)).toMatchObject({ status: 'accepted' })
    const endsAt = city.time.now
    expect(await poll.one('rider')).toMatchObject({ endsAt, endWords: words, countsAt: endsAt + 2 * HOUR })
    city.time.now += HOUR
    const over = { code: 'polls.over', at: endsAt }
    expect(await city.as('staff').refused('polls.close', early)).toEqual(over)
    expect(await poll.vote('keeper', 1)).toMatchObject({ refusal: over })
    const saved = await city.as('keeper').later(2 * HOUR, 'polls.vote', poll.ballot(1))
    expect(saved).toMatchObject({ status: 'accepted' })
    await poll.count()
    expect(await poll.votes()).toEqual([2, 2, 1])
  })

  it('is refused for a poll that has not begun, and a running poll is not counted', async () => {
    const poll = await publish(city, { startsAt: city.time.now + HOUR })
    const { pollId } = poll
    const early = { pollId, words: '算了' }
    expect(await city.as('staff').refused('polls.close', early)).toEqual({ code: 'polls.notBegun' })
    const system = { accountId: 'system', role: 'system', areaId: null, posts: [] } as const
    const command = { id: crypto.randomUUID(), name: 'polls.count', input: { pollId }, madeAt: 0 }
    const { replies } = await city.run(system, { sentAt: city.time.now, commands: [command] })
    expect(replies).toMatchObject([{ refusal: { code: 'polls.running' } }])
  })
})

describe('cancelling', () => {
  it('removes a poll in which nobody has voted, and tells why to whoever opens it', async () => {
    const poll = await publish(city)
    const { pollId } = poll
    const words = '选项写错了'
    const off = { pollId, words }
    expect(await city.as('staffElsewhere').refused('polls.cancel', off)).toEqual(notYours)
    expect(await city.as('rider').refused('polls.cancel', off)).toEqual({ code: 'command.notForYourRole' })
    expect(await city.as('staff').fiveTimes('polls.cancel', off)).toMatchObject({ status: 'accepted' })
    expect(await open('rider')).toEqual([])
    expect(await poll.one('rider')).toMatchObject({ state: 'cancelled', endWords: words })
    expect(await poll.vote('rider', 0)).toMatchObject({ refusal: { code: 'polls.cancelled', words } })
    expect(await city.as('staff').refused('polls.close', off)).toMatchObject({ code: 'polls.cancelled' })
  })

  it('is refused once somebody has voted', async () => {
    const poll = await publish(city)
    await poll.vote('rider', 0)
    expect(await city.as('staff').refused('polls.cancel', { pollId: poll.pollId, words: '不好看' }))
      .toEqual({ code: 'polls.hasVotes' })
  })

  it('at the same instant as a vote leaves one of the two', async () => {
    const poll = await publish(city)
    const { pollId } = poll
    const [voted, cancelled] = await Promise.all([
      poll.vote('rider', 0),
      city.as('staff').sendOne('polls.cancel', { pollId, words: '选项写错了' }),
    ])
    expect([voted.status, cancelled.status].toSorted()).toEqual(['accepted', 'refused'])
  })
})

it('lists polls of the areas around, not of others, and results for a while', async () => {
  const near = await publish(city, { areaId: COMMUNITY, question: '社区的' })
  await publish(city, { areaId: '4201', question: '全市的' }, 'admin')
  await publish(city, { areaId: ELSEWHERE, question: '别处的' }, 'admin')
  expect((await open('rider')).toSorted()).toEqual(['全市的', '社区的'])
  await near.voteAll([0, 1, 2, 0, 0])
  await near.count()
  expect(await open('resident')).toContain('社区的')
  city.time.now += 90 * 24 * HOUR
  await city.database.run('update sessions set expires_at = 4000000000000')
  expect(await open('resident')).not.toContain('社区的')
})

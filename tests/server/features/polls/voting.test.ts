import type { PersonName, TestCity } from '../../../support/city.ts'
import { accounts } from '#server/core/identity/index.ts'
import { countPolls } from '#server/features/polls/count.ts'
import { pollVoters } from '#server/features/polls/tables.ts'
import { ARRIVAL_MS } from '#shared/polls/rules.ts'
import { eq, like } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE } from '../../../support/city.ts'
import { crowdOf, openPort } from '../../../support/crowd.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { personNames } from '../../../support/template.ts'
import { HOUR, newSalt, publish } from './published-poll.ts'

let city: TestCity
freshCity(fresh => void (city = fresh))

describe('a vote', () => {
  it('is accepted, says nothing, and the same again is the same vote', async () => {
    const poll = await publish(city)
    const replied = await city.as('rider').fiveTimes('polls.vote', poll.ballot(1))
    expect(replied).toEqual({ id: replied.id, status: 'accepted' })
    expect(await poll.one('rider')).toMatchObject({ hasVoted: true, turnout: 1, entitled: 5 })
    expect(await poll.one('rider2')).toMatchObject({ hasVoted: false, turnout: 1 })
  })

  it('is final: another one is refused, before and after the end', async () => {
    const poll = await publish(city)
    await poll.vote('rider', 0)
    expect(await poll.vote('rider', 2)).toMatchObject({ refusal: { code: 'polls.voted' } })
    city.time.now = poll.endsAt + HOUR
    expect(await poll.vote('rider', 2)).toMatchObject({ refusal: { code: 'polls.voted' } })
    expect(await poll.one('rider')).toMatchObject({ turnout: 1 })
  })

  it('sent from two devices at the same instant counts once, for each of forty people', async () => {
    const poll = await publish(city)
    const cookies = await crowdOf(city, 40, { days: 0 })
    await city.database.transact(tx =>
      tx.update(accounts).set({ registeredAt: 1 }).where(like(accounts.phone, '1380001%')))
    const port = await openPort(city, 32)
    const replies = await Promise.all(cookies.map((cookie, at) => Promise.all([0, 1].map(device =>
      port.send(cookie, { name: 'polls.vote', input: poll.ballot((at + device) % 3) })))))
    await port.close()
    for (const [one, other] of replies) {
      expect([one!.status, other!.status].toSorted()).toEqual(['accepted', 'refused'])
      const refused = one!.status === 'refused' ? one : other
      expect(refused).toMatchObject({ refusal: { code: 'polls.voted' } })
    }
    expect((await poll.one('staff')).turnout).toBe(40)
    await poll.count()
    expect((await poll.votes()).reduce((sum, n) => sum! + n!, 0)).toBe(40)
  })

  it.each([
    ['unregistered', {}, { registeredAt: null }],
    ['elsewhere', {}, { areaId: '420105004' }],
    ['otherKind', { audience: 'residents' }, { role: 'courier' }],
    ['otherWork', { works: ['driver'] }, { work: 'delivery' }],
    ['otherCompany', { companies: ['sf', 'jd'] }, { company: 'meituan' }],
    ['late', {}, { createdAt: Date.parse('2026-11-23T02:00:00.001Z') }],
  ] as const)('of who is not entitled is refused: %s', async (why, plan, is) => {
    const poll = await publish(city, plan as object)
    await city.database.transact(tx => tx.update(accounts).set(is).where(eq(accounts.id, city.ids.rider)))
    expect((await poll.one('rider')).whyNot).toBe(why)
    expect(await poll.vote('rider', 0)).toMatchObject({ refusal: { code: 'polls.notEntitled', why } })
    expect(await city.database.read.$count(pollVoters)).toBe(0)
  })

  it('counts from people of the asked role, work and company, whose number is shown', async () => {
    const is = { work: 'delivery', company: 'meituan' } as const
    await city.database.transact(tx => tx.update(accounts).set(is).where(eq(accounts.id, city.ids.rider)))
    const only = { works: ['delivery' as const], companies: ['meituan' as const, 'jd' as const] }
    const poll = await publish(city, { audience: 'couriers', ...only })
    expect(await poll.one('rider')).toMatchObject({ whyNot: null, entitled: 1 })
    expect(await poll.vote('rider', 0)).toMatchObject({ status: 'accepted' })
    expect(await poll.vote('resident', 0)).toMatchObject({ refusal: { why: 'otherKind' } })
  })

  it('is refused before the beginning, in no poll, for no option, or without its salt', async () => {
    const poll = await publish(city, { startsAt: city.time.now + HOUR })
    expect(await poll.vote('rider', 0)).toMatchObject({ refusal: { code: 'polls.notBegun' } })
    city.time.now += HOUR
    expect(await poll.vote('rider', 3)).toMatchObject({ refusal: { code: 'polls.changed' } })
    const unknown = { ...poll.ballot(0), pollId: crypto.randomUUID() }
    expect(await city.as('rider').refused('polls.vote', unknown)).toEqual({ code: 'polls.unknown' })
    const { salt: _salt, ...unsalted } = poll.ballot(0)
    expect((await city.as('rider').send({ name: 'polls.vote', input: unsalted }))[0])
      .toMatchObject({ status: 'malformed' })
    expect(await poll.vote('rider', 0)).toMatchObject({ status: 'accepted' })
  })

  it('on options that were changed since they were shown is refused', async () => {
    const poll = await publish(city, { startsAt: city.time.now + HOUR })
    const { changedAt } = await poll.one('staff')
    const options = [...poll.plan.options].reverse()
    await city.as('staff').done('polls.publish', { ...poll.plan, options, seen: changedAt })
    city.time.now += HOUR
    expect(await poll.vote('rider', 0)).toMatchObject({ refusal: { code: 'polls.changed' } })
    const { version } = await poll.one('rider')
    await city.as('rider').done('polls.vote', poll.ballot(0, version))
  })
})

describe('whoever registers otherwise after the beginning', () => {
  const said = { name: '测试', company: 'jd', work: 'delivery', privacyNotice: '2026-11-29' } as const
  const register = async (by: PersonName, changes: object = {}) =>
    await city.as(by).done('identity.register', { ...said, areaId: COMMUNITY, ...changes })

  it('has no vote where they moved to, but keeps the one they cast', async () => {
    await register('rider', { areaId: ELSEWHERE })
    await register('rider2')
    const poll = await publish(city)
    city.time.now += HOUR
    await register('rider')
    const refusal = { code: 'polls.notEntitled', why: 'moved' }
    expect(await poll.vote('rider', 0)).toMatchObject({ refusal })
    // Another name moves nobody.
    await register('rider2', { name: '改名' })
    expect(await poll.vote('rider2', 0)).toMatchObject({ status: 'accepted' })
    await poll.vote('resident', 1)
    await register('resident', { areaId: ELSEWHERE })
    for (const by of ['rider3', 'keeper'] as const) await poll.vote(by, 2)
    expect(await poll.one('staff')).toMatchObject({ turnout: 4 })
    await poll.count()
    expect(await poll.one('staff')).toMatchObject({ entitled: 3 })
  })

  it('has none with another role either; a change before the beginning is allowed', async () => {
    const poll = await publish(city, { audience: 'residents', startsAt: city.time.now + HOUR })
    await register('rider', { company: null, work: null })
    city.time.now += 2 * HOUR
    await register('rider2', { company: null, work: null })
    expect(await poll.vote('rider', 0)).toMatchObject({ status: 'accepted' })
    expect(await poll.vote('rider2', 0)).toMatchObject({ refusal: { why: 'moved' } })
  })
})

describe('a vote that was saved without a network', () => {
  it('counts when it was cast before the end and arrives before the counting', async () => {
    const poll = await publish(city)
    await poll.voteAll([0, 0, 1, 1])
    city.time.now = poll.endsAt + ARRIVAL_MS - 1
    expect(await countPolls(city)).toBe(0)
    const late = await city.as('keeper').later(ARRIVAL_MS, 'polls.vote', poll.ballot(2))
    expect(late).toMatchObject({ status: 'accepted' })
    await poll.count()
    expect(await poll.votes()).toEqual([2, 2, 1])
  })

  it('is refused when it was cast after the end, or arrives after the counting', async () => {
    const poll = await publish(city)
    city.time.now = poll.endsAt + HOUR
    const over = { refusal: { code: 'polls.over', at: poll.endsAt } }
    expect(await city.as('rider').later(HOUR - 1, 'polls.vote', poll.ballot(0))).toMatchObject(over)
    await poll.count()
    expect(await city.as('rider').later(3 * HOUR, 'polls.vote', poll.ballot(0))).toMatchObject(over)
  })

  it('is judged by its arrival where the phone\'s clock contradicts itself', async () => {
    const poll = await publish(city)
    city.time.now = poll.endsAt + HOUR
    // The phone had an answer at the end, and claims to have voted an hour before it.
    const clock = { serverAt: poll.endsAt, phoneAt: poll.endsAt }
    const madeAt = poll.endsAt - HOUR
    const sentAt = city.time.now
    const id = crypto.randomUUID()
    const envelope = { id, name: 'polls.vote', input: poll.ballot(0), madeAt, clock }
    const response = await city.as('rider').sendBatch(sentAt, [envelope])
    expect((await response.json()).replies[0]).toMatchObject({ refusal: { code: 'polls.over' } })
  })
})

describe('the result', () => {
  it('is shown to nobody before the counting, whatever post they hold', async () => {
    const poll = await publish(city, { ballot: 'named' })
    await poll.voteAll([0, 1, 1, 1, 2])
    const { pollId } = poll
    for (const at of [city.time.now, poll.endsAt, poll.endsAt + ARRIVAL_MS]) {
      city.time.now = at
      for (const name of personNames) {
        const seen = await poll.one(name)
        expect(seen, name).toMatchObject({ turnout: 5, outcome: null })
        for (const { votes, names } of seen.options) expect([votes, names], name).toEqual([null, null])
        const exported = JSON.stringify(await city.as(name).ask('identity.export', {}))
        expect(exported.includes(pollId) && exported.includes('"votes":3'), name).toBe(false)
      }
    }
    await poll.count()
    expect(await poll.votes('resident')).toEqual([1, 3, 1])
  })

  const few = [[1, 'tooFew'], [4, 'tooFew'], [5, 'shown']] as const
  it.each(few)('of %i votes is %s', async (votes, outcome) => {
    const poll = await publish(city)
    await poll.voteAll(Array.from({ length: votes }, () => 1))
    await poll.count()
    expect(await poll.one('resident')).toMatchObject({ outcome, turnout: votes, state: 'counted' })
    expect(await poll.votes('resident')).toEqual(outcome === 'shown' ? [0, 5, 0] : [null, null, null])
  })

  it('below the quorum is neither shown nor stored, and the page says why', async () => {
    const poll = await publish(city, { quorum: 6, ballot: 'named' })
    await poll.voteAll([0, 1, 2, 0, 1])
    await poll.count()
    expect(await poll.one('staff')).toMatchObject({ outcome: 'quorumMissed', turnout: 5, quorum: 6 })
    expect(await poll.votes('staff')).toEqual([null, null, null])
    for (const table of ['poll_boxes', 'poll_tallies', 'poll_named_votes'])
      expect(await city.database.run(`select * from ${table}`), table).toEqual([])
  })

  it('is told to who voted and who made it, once, and a second counting does nothing', async () => {
    const poll = await publish(city)
    await poll.voteAll([0, 1, 2, 0])
    expect(await poll.count()).toBe(1)
    expect(await countPolls(city)).toBe(0)
    const told = async (name: PersonName) => {
      const { notices } = await city.as(name).ask('notices.mine', {})
      return notices.filter(({ kind }) => kind === 'polls.counted').map(({ ref, words }) => [ref, words])
    }
    for (const name of ['rider', 'resident', 'staff'] as const)
      expect(await told(name), name).toEqual([[poll.pollId, poll.question]])
    expect(await told('keeper')).toEqual([])
  })

  it('of a box that does not open is lost, and says so', async () => {
    const poll = await publish(city)
    await poll.voteAll([0, 1, 2, 0, 1])
    const other = await publish(city)
    await city.database.run(`update poll_boxes set sealed =
      (select sealed from poll_boxes where poll_id = '${other.pollId}') where poll_id = '${poll.pollId}'`)
    await poll.count()
    expect(await poll.one('rider')).toMatchObject({ outcome: 'lost', turnout: 5 })
  })
})

it('a named poll shows after the counting who chose what, to who may vote and to its staff', async () => {
  const poll = await publish(city, { ballot: 'named', audience: 'couriers', areaId: COMMUNITY })
  await city.as('rider').done('polls.vote', poll.ballot(0))
  await city.as('rider2').done('polls.vote', poll.ballot(0))
  await poll.count()
  const names = async (name: PersonName) => (await poll.one(name)).options.map(each => each.names)
  const shown = [['测试rider', '测试rider2'], [], []]
  for (const name of ['rider', 'rider3', 'staff', 'admin'] as const)
    expect(await names(name), name).toEqual(shown)
  for (const name of ['resident', 'staffElsewhere'] as const)
    expect(await names(name), name).toEqual([null, null, null])
  expect(await poll.votes('resident')).toEqual([2, 0, 0])
})

it('the export says what one voted in, the option in named polls alone; an erased vote counts', async () => {
  const secret = await publish(city, { question: '无记名的' })
  const named = await publish(city, { question: '记名的', ballot: 'named' })
  await secret.voteAll([1, 1, 1, 1, 1])
  await named.vote('rider', 2)
  await named.vote('rider2', 2)
  const { votes } = await city.as('rider').ask('identity.export', {}) as unknown as { votes: object[] }
  expect(votes).toHaveLength(2)
  expect(votes).toContainEqual(expect.objectContaining({ question: '记名的', option: '小学旁' }))
  expect(votes).toContainEqual(expect.objectContaining({ question: '无记名的', option: null }))
  await city.as('rider').done('identity.deleteMe', { confirm: true })
  await secret.count()
  expect(await secret.votes('rider2')).toEqual([0, 5, 0])
  expect((await named.one('rider2')).options[2]).toMatchObject({ votes: 2, names: ['', '测试rider2'] })
})

it('who erases the account and comes again has no second vote', async () => {
  const poll = await publish(city)
  city.time.now += HOUR
  await poll.vote('rider', 0)
  await city.as('rider').done('identity.deleteMe', { confirm: true })
  const again = city.holding(await city.signIn(city.phoneOf('rider')))
  await again.done('identity.register', {
    name: '又来了',
    areaId: COMMUNITY,
    company: 'jd',
    work: 'delivery',
    privacyNotice: '2026-11-29',
  })
  const input = { pollId: poll.pollId, version: 1, option: 1, salt: newSalt() }
  expect(await again.refused('polls.vote', input)).toEqual({ code: 'polls.notEntitled', why: 'late' })
})

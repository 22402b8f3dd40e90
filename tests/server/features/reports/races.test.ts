import type { Refusal } from '#shared/refusal.ts'
import type { Reply } from '#shared/sync/protocol.ts'
import type { TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { accounts, openSession } from '#server/core/identity/index.ts'
import { transfers } from '#server/core/points/tables.ts'
import { addPost } from '#server/core/posts/index.ts'
import { reportSupporters } from '#server/features/reports/tables.ts'
import { eq } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { expect, it } from 'vitest'
import { STREET, UNITS } from '../../../support/city.ts'
import { freshStreet } from './street.ts'

let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given), { LIMITS_FACTOR: '100' })

/**
 * Phones of so many more people of a role, signed in without asking for codes: one address may only ask for
 * so many.
 */
async function crowd(size: number, role: 'staff' | 'courier') {
  const people = Array.from({ length: size }, (_, i) => ({
    id: uuidv7(),
    phone: `138000${String(10_000 + i)}`,
    role: 'courier' as const,
    areaId: STREET,
    createdAt: city.time.now,
  }))
  const sessions = await city.database.transact(async (tx) => {
    await tx.insert(accounts).values(people)
    if (role === 'staff') {
      for (const { id } of people) await addPost(tx, { accountId: id, kind: role, scope: STREET, from: 0 })
    }
    return await Promise.all(people.map(person => openSession(tx, person, city.time.now)))
  })
  return sessions.map(({ token }) => async (name: string, input: object): Promise<Reply> => {
    const body = JSON.stringify({
      sentAt: city.time.now,
      commands: [{ id: randomUUID(), name, input, madeAt: city.time.now }],
    })
    const response = await city.fetchAs(`bee=${token}`)('/api/commands', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    return (await response.json()).replies[0]
  })
}
const accepted = (replies: Reply[]) => replies.filter(({ status }) => status === 'accepted').length

it('twenty staff accept at once: one does, and the rider is paid once', async () => {
  const reportId = await street.file('rider')
  const staff = await crowd(20, 'staff')
  const replies = await Promise.all(staff.map(say => say('reports.move', { reportId, to: 'accepted' })))
  expect(accepted(replies)).toBe(1)
  expect(
    replies
      .filter(reply => reply.status === 'refused')
      .every(({ refusal }) => refusal.code === 'reports.moveNotAllowed'),
  ).toBe(true)
  expect(await city.database.read.select().from(transfers)).toHaveLength(1)
  expect(await street.points('rider')).toBe(50)
})

it('of twenty staff who accept at once what they saw, one does; the others are told by whom', async () => {
  const reportId = await street.file('rider')
  const staff = await crowd(20, 'staff')
  const named = { name: '小赵' }
  await city.database.transact(tx => tx.update(accounts).set(named).where(eq(accounts.areaId, STREET)))
  const replies = await Promise.all(staff.map(say =>
    say('reports.move', { reportId, to: 'accepted', seen: reportId })))
  expect(accepted(replies)).toBe(1)
  const refusal = { code: 'reports.changedMeanwhile', by: 'staff', step: 'accepted', name: '小赵' }
  expect(replies.filter(({ status }) => status === 'refused'))
    .toEqual(Array.from({ length: 19 }, () => expect.objectContaining({ refusal })))
  expect(await street.points('rider')).toBe(50)
})

it('every act of the desk tells the slower one what was done, and changes nothing', async () => {
  const reportId = await street.file('rider')
  const seen = reportId
  city.time.now += 60_000
  await street.bring(reportId, 'accepted')
  const { timeline } = await street.one('admin', reportId)
  const photos = [await street.photo('staff2')]
  const acts = [
    ['reports.move', { to: 'accepted' }],
    ['reports.move', { to: 'declined', words: '没有发现' }],
    ['reports.move', { to: 'unable', words: '不归街道', responsible: '供电公司' }],
    ['reports.move', { to: 'assigned', unitId: UNITS.roads }],
    ['reports.move', { to: 'merged', into: await street.file('rider') }],
    ['reports.move', { to: 'filed', areaId: '420105004' }],
    ['reports.resolve', { words: '好了', photos }],
    ['reports.ask', { question: '在哪一侧？' }],
    ['reports.correct', { kind: 'other' }],
    ['reports.unmerge', {}],
    ['reports.hidePair', { reason: '拍到了人脸' }],
    ['reports.showPair', {}],
  ] as const
  for (const [name, input] of acts) {
    const [reply] = await city.as('staff2').send({ name, input: { reportId, seen, ...input } })
    expect(reply, name).toMatchObject({ status: 'refused', refusal: {
      code: 'reports.changedMeanwhile',
      by: 'staff',
      step: 'accepted',
      name: '测试staff',
    } })
  }
  expect((await street.one('admin', reportId)).timeline).toEqual(timeline)
})

it('a hundred reports accepted at once pay up to the day\'s cap and not one point more', async () => {
  const photos = [await street.photo('rider')]
  const inputs = await Promise.all(
    Array.from({ length: 100 }, () => street.report('rider', { photos, kind: 'environment' })),
  )
  await city.as('rider').send(...inputs.map(input => ({ name: 'reports.file', input })))
  const staff = await crowd(10, 'staff')
  const replies = await Promise.all(
    inputs.map(({ reportId }, i) => staff[i % 10]!('reports.move', { reportId, to: 'accepted' })),
  )
  expect(accepted(replies)).toBe(100)
  expect(await street.points('rider')).toBe(300)
  expect((await city.as('rider').ask('points.mine', {})).transfers).toHaveLength(15)
})

it('accepted, declined, passed on and withdrawn at once, a report takes one way', async () => {
  const reportId = await street.file('rider')
  const [a, b, c] = await crowd(3, 'staff')
  const replies = await Promise.all([
    a!('reports.move', { reportId, to: 'accepted' }),
    b!('reports.move', { reportId, to: 'declined', words: '没有发现' }),
    c!('reports.move', { reportId, to: 'filed', areaId: '420105004' }),
  ])
  expect(accepted(replies)).toBeGreaterThanOrEqual(1)
  const view = await street.one('admin', reportId)
  expect(
    view.timeline.filter(({ step }) => ['accepted', 'declined'].includes(step)).length,
  ).toBeLessThanOrEqual(1)
  expect(await street.points('rider')).toBe(view.state === 'accepted' ? 50 : 0)
})

it('a unit hands back while staff send another: one of the two holds', async () => {
  const reportId = await street.bring(await street.file('rider'), 'accepted', 'assigned')
  const replies = await Promise.all([
    city.as('unit').sendOne('reports.move', { reportId, to: 'accepted', words: '不归我们' }),
    city.as('staff').sendOne('reports.move', { reportId, to: 'assigned', unitId: UNITS.power }),
  ])
  expect(accepted(replies)).toBeGreaterThanOrEqual(1)
  const { state, unitId, timeline } = await street.one('admin', reportId)
  expect([state, unitId]).toEqual(
    timeline.at(-1)!.step === 'handedBack' ? ['accepted', null] : ['assigned', UNITS.power],
  )
})

it('two reports merged into each other at once: one stays open, and the second merge reads why', async () => {
  for (let round = 0; round < 10; round++) {
    // Of one reporter, so that nobody joins: no count of followers keeps the two apart.
    const [one, other] = [await street.file('rider'), await street.file(round % 2 === 0 ? 'rider' : 'rider2')]
    const replies = await Promise.all([
      city.as('staff').sendOne('reports.move', { reportId: one, to: 'merged', into: other }),
      city.as('staff2').sendOne('reports.move', { reportId: other, to: 'merged', into: one }),
    ])
    expect(accepted(replies)).toBe(1)
    expect(replies.find(({ status }) => status !== 'accepted')).toMatchObject({
      status: 'refused',
      refusal: { code: 'reports.mergeTarget' },
    })
    expect([await street.stateOf(one), await street.stateOf(other)].toSorted()).toEqual(['filed', 'merged'])
  }
})

it('a report merged into one that is withdrawn in the same moment does not vanish with it', async () => {
  for (let round = 0; round < 10; round++) {
    const [duplicate, target] = [await street.file('rider'), await street.file('rider')]
    await Promise.all([
      city.as('staff').sendOne('reports.move', { reportId: duplicate, to: 'merged', into: target }),
      city.as('rider').sendOne('reports.withdraw', { reportId: target }),
    ])
    const { timeline, state } = await street.one('admin', target)
    // Withdrawn after it had taken the other in, it says so; withdrawn before, it took none in.
    expect(state).toBe('withdrawn')
    expect(timeline.map(({ step }) => step)).toEqual(
      (await street.stateOf(duplicate)) === 'merged'
        ? ['filed', 'absorbed', 'withdrawn']
        : ['filed', 'withdrawn'],
    )
  }
})

it('thirty riders support at once, and each counts once', async () => {
  const reportId = await street.file('rider')
  const riders = await crowd(30, 'courier')
  expect(
    accepted(
      await Promise.all(
        riders.flatMap(say => [say('reports.support', { reportId }), say('reports.support', { reportId })]),
      ),
    ),
  ).toBe(60)
  expect((await street.one('rider', reportId)).supporters).toBe(30)
  expect(await city.database.read.select().from(reportSupporters)).toHaveLength(30)
})

it.each([
  ['the words', { text: '井盖不见了' }],
  ['the place', { place: { latitude: 30.6001, longitude: 114.2701 } }],
])('a reporter changes %s while staff accept: one of the two is told', async (_what, change) => {
  for (let round = 0; round < 12; round++) {
    const reportId = await street.file('rider')
    const replies = await Promise.all([
      city.as('staff').sendOne('reports.move', { reportId, to: 'accepted', seen: reportId }),
      city.as('rider').sendOne('reports.amend', { reportId, ...change, seen: reportId }),
    ])
    expect(accepted(replies)).toBe(1)
    const [lost] = replies.filter(reply => reply.status === 'refused')
    expect(lost!.refusal).toEqual(
      replies[0]!.status === 'refused'
        ? { code: 'reports.changedMeanwhile', by: 'reporter', step: 'amended' }
        : expect.toSatisfy(({ code, ...said }: Refusal) =>
            isDeepStrictEqual({ code, ...said }, { code: 'reports.tooLateToChange', state: 'accepted' })
            || isDeepStrictEqual(
              { code, ...said },
              { code: 'reports.changedMeanwhile', by: 'staff', step: 'accepted' },
            )),
    )
  }
})

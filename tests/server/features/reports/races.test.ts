import type { Refusal } from '#shared/refusal.ts'
import type { Reply } from '#shared/sync/protocol.ts'
import type { TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { isDeepStrictEqual } from 'node:util'
import { accounts } from '#server/core/identity/index.ts'
import { transfers } from '#server/core/points/tables.ts'
import { reportSupporters } from '#server/features/reports/tables.ts'
import { like } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { STREET, UNITS } from '../../../support/city.ts'
import { crowdOf } from '../../../support/crowd.ts'
import { givePost } from '../../../support/posts.ts'
import { freshStreet } from './street.ts'

let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given), { LIMITS_FACTOR: '100' })

/** The phones of so many more riders. */
const riders = async (size: number) =>
  (await crowdOf(city, size, { days: 0 })).map(cookie => city.holding(cookie).sendOne)
/** The phones of so many more staff of the street. */
async function colleagues(size: number) {
  const phones = await riders(size)
  const people = await city.database.read
    .select({ id: accounts.id })
    .from(accounts)
    .where(like(accounts.phone, '1380001%'))
  for (const { id } of people) await givePost(city.database, { accountId: id, kind: 'staff', scope: STREET })
  return phones
}
const accepted = (replies: Reply[]) => replies.filter(({ status }) => status === 'accepted').length

it('twenty staff accept at once: one does, and the rider is paid once', async () => {
  const reportId = await street.file('rider')
  const staff = await colleagues(20)
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
  const staff = await colleagues(20)
  const named = { name: '小赵' }
  const isColleague = like(accounts.phone, '1380001%')
  await city.database.transact(tx => tx.update(accounts).set(named).where(isColleague))
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

it('forty reports accepted at once pay up to the day\'s cap and not one point more', async () => {
  const photos = [await street.photo('rider')]
  const inputs = await Promise.all(
    Array.from({ length: 40 }, () => street.report('rider', { photos, kind: 'environment' })),
  )
  await city.as('rider').send(...inputs.map(input => ({ name: 'reports.file', input })))
  const staff = await colleagues(10)
  const replies = await Promise.all(
    inputs.map(({ reportId }, i) => staff[i % 10]!('reports.move', { reportId, to: 'accepted' })),
  )
  expect(accepted(replies)).toBe(40)
  expect(await street.points('rider')).toBe(300)
  expect((await city.as('rider').ask('points.mine', {})).transfers).toHaveLength(15)
})

it('accepted, declined, passed on and withdrawn at once, a report takes one way', async () => {
  const reportId = await street.file('rider')
  const [a, b, c] = await colleagues(3)
  const replies = await Promise.all([
    a!('reports.move', { reportId, to: 'accepted' }),
    b!('reports.move', { reportId, to: 'declined', words: '没有发现' }),
    c!('reports.move', { reportId, to: 'filed', areaId: '420105004' }),
    city.as('rider').sendOne('reports.withdraw', { reportId }),
  ])
  expect(accepted(replies)).toBeGreaterThanOrEqual(1)
  const steps = (await street.one('admin', reportId)).timeline.map(({ step }) => step)
  expect(steps.filter(step => ['declined', 'withdrawn'].includes(step)).length).toBeLessThanOrEqual(1)
  expect(steps.filter(step => ['accepted', 'declined'].includes(step)).length).toBeLessThanOrEqual(1)
  expect(await street.points('rider')).toBe(steps.includes('accepted') ? 50 : 0)
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
  const photos = { rider: [await street.photo('rider')], rider2: [await street.photo('rider2')] }
  const file = async (by: 'rider' | 'rider2') => await street.file(by, { photos: photos[by] })
  for (let round = 0; round < 10; round++) {
    // Of one reporter, so that nobody joins: no count of followers keeps the two apart.
    const [one, other] = [await file('rider'), await file(round % 2 === 0 ? 'rider' : 'rider2')]
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
  const photos = [await street.photo('rider')]
  for (let round = 0; round < 10; round++) {
    const duplicate = await street.file('rider', { photos })
    const target = await street.file('rider', { photos })
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
  const phones = await riders(30)
  expect(
    accepted(
      await Promise.all(
        phones.flatMap(say => [say('reports.support', { reportId }), say('reports.support', { reportId })]),
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
  const photos = [await street.photo('rider')]
  for (let round = 0; round < 12; round++) {
    const reportId = await street.file('rider', { photos })
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

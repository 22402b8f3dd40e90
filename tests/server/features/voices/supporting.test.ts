import type { PersonName, TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { addWorkingDays } from '#shared/kernel/day.ts'
import { describe, expect, it } from 'vitest'
import { COMMUNITY, STREET } from '../../../support/city.ts'
import { crowdOf } from '../../../support/crowd.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { supported, voicesIn } from './said.ts'

let city: TestCity
let said: ReturnType<typeof voicesIn>
freshCity((fresh) => {
  city = fresh
  said = voicesIn(fresh)
})
const count = async (voiceId: string) => (await said.one(voiceId)).supporters

describe('me too', () => {
  it('counts each person once, on however many phones', async () => {
    const id = await said.post('rider')
    expect(await city.as('rider2').fiveTimes('voices.support', { voiceId: id }))
      .toMatchObject({ status: 'accepted' })
    await Promise.all([said.support('rider2', id), said.support('rider2', id), said.support('rider3', id)])
    expect(await said.one(id, 'rider2')).toMatchObject({ supporters: 2, supports: true, isMine: false })
    expect(await said.one(id, 'rider')).toMatchObject({ supporters: 2, supports: false, isMine: true })
    const supportedOnes = await city.as('rider2').ask('voices.near', { view: 'supported', areaId: null })
    expect(supportedOnes.voices).toMatchObject([{ id }])
  })

  it('is refused for one\'s own voice, for private kinds, and for closed voices', async () => {
    const id = await said.post('rider')
    expect(await city.as('rider').refused('voices.support', { voiceId: id })).toEqual({ code: 'voices.own' })
    const complaint = await said.post('rider', { kind: 'complaint' })
    for (const voiceId of [complaint, randomUUID()]) {
      expect(await city.as('rider2').refused('voices.support', { voiceId }))
        .toEqual({ code: 'voices.unknown' })
    }
    await said.answer(id, 'declined')
    expect(await city.as('rider2').refused('voices.support', { voiceId: id }))
      .toEqual({ code: 'voices.over', state: 'declined' })
    expect(await count(id)).toBe(0)
  })

  it('said without a signal counts when it arrives', async () => {
    const id = await said.post('rider')
    expect(await city.as('rider2').later(3_600_000, 'voices.support', { voiceId: id }))
      .toMatchObject({ status: 'accepted' })
    expect(await count(id)).toBe(1)
  })
})

describe('merging', () => {
  it('counts people once over all merged voices, and separating them restores both', async () => {
    const [a, b] = [await said.post('rider'), await said.post('resident', { text: '希望有技能培训' })]
    for (const by of ['rider2', 'rider3', 'keeper'] as const) {
      await said.support(by, a)
      await said.support(by, b)
    }
    await said.support('staff2', b)
    expect([await count(a), await count(b)]).toEqual([3, 4])
    await said.merge(b, a)
    // The three in common once, who supported only the other, and who wrote it.
    expect(await said.one(a)).toMatchObject({ supporters: 5, state: 'open' })
    expect(await said.one(b, 'resident')).toMatchObject({ state: 'merged', mergedInto: a, isMine: true })
    expect(await said.told('resident')).toEqual(['voices.merged'])
    await city.as('staff').done('voices.unmerge', await said.seen(b))
    expect([await count(a), await count(b)]).toEqual([3, 4])
    expect(await said.one(b)).toMatchObject({ state: 'open', mergedInto: null })
  })

  it('counts somebody who wrote both, or wrote one and supports the other, once', async () => {
    const [a, b] = [await said.post('rider'), await said.post('rider')]
    await said.merge(b, a)
    expect(await count(a)).toBe(0)
    const c = await said.post('rider2')
    await said.support('rider', c)
    await said.merge(c, a)
    expect(await count(a)).toBe(1)
  })

  it('goes on along a chain; supporters of a merged voice count above, and leave with it', async () => {
    const [a, b, c] = [await said.post('rider'), await said.post('rider2'), await said.post('rider3')]
    await said.merge(c, b)
    await said.merge(b, a)
    await said.support('resident', c)
    expect(await count(a)).toBe(3)
    expect(await city.as('rider').refused('voices.support', { voiceId: c })).toEqual({ code: 'voices.own' })
    await city.as('staff').done('voices.unmerge', await said.seen(c))
    expect([await count(a), await count(b), await count(c)]).toEqual([1, 0, 1])
  })

  it('is for open public voices of one\'s own area, not into themselves, and once', async () => {
    const [a, b] = [await said.post('rider'), await said.post('rider2')]
    const complaint = await said.post('rider3', { kind: 'complaint' })
    const refused = async (voiceId: string, into: string, by: PersonName = 'staff') =>
      (await city.as(by).refused('voices.merge', { ...await said.seen(voiceId), into })).code
    expect(await refused(a, a)).toBe('voices.mergeTarget')
    expect(await refused(a, randomUUID())).toBe('voices.unknown')
    expect(await refused(a, b, 'staffElsewhere')).toBe('voices.unknown')
    expect(await refused(complaint, a, 'admin')).toBe('voices.mergeTarget')
    await said.merge(a, b)
    expect(await refused(a, b)).toBe('voices.moveNotAllowed')
    expect(await refused(b, a)).toBe('voices.mergeTarget')
    expect((await city.as('staff').refused('voices.unmerge', await said.seen(b))).code)
      .toBe('voices.notMerged')
    expect((await city.as('staff').refused('voices.merge', { voiceId: b, into: a, seen: 1 })).code)
      .toBe('command.changedMeanwhile')
  })

  it('of two voices merged into each other at once, one is', async () => {
    const [a, b] = [await said.post('rider'), await said.post('rider2')]
    const [forA, forB] = [await said.seen(a), await said.seen(b)]
    const replies = await Promise.all([
      city.as('staff').sendOne('voices.merge', { ...forA, into: b }),
      city.as('staff2').sendOne('voices.merge', { ...forB, into: a }),
    ])
    expect(replies.map(({ status }) => status).sort()).toEqual(['accepted', 'refused'])
  })
})

describe('the threshold', () => {
  it('makes one promise, also when the last twenty come at once', async () => {
    const id = await said.post('rider')
    const people = await crowdOf(city, 20, { days: 0 })
    const replies = await Promise.all(people.map(async cookie =>
      await city.holding(cookie).sendOne('voices.support', { voiceId: id })))
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set(['accepted']))
    const now = city.time.now
    const dueAt = addWorkingDays(now, 10)
    const view = await said.one(id)
    const promise = { dueAt, promisedAt: dueAt, unitName: null }
    expect(view).toMatchObject({ state: 'promised', supporters: 20, ...promise })
    expect(view.chooseBy).toBe(addWorkingDays(now, 2))
    expect(view.steps).toEqual([{ step: 'reached', at: now, words: '20', unitName: null }])
    expect(await said.told('rider')).toEqual(['voices.promised'])
    // The staff of the area; the admins only where nobody is nearer.
    expect([await said.told('staff'), await said.told('admin')]).toEqual([['voices.reached'], []])
    await said.support('rider2', id)
    expect((await said.one(id)).steps).toHaveLength(1)
  })

  it('is ruled by area, of which the smallest counts, and a merge may reach it', async () => {
    const value = [{ areaId: '4201', supporters: 9 }, { areaId: STREET, supporters: 3 }]
    await city.as('admin').done('rulings.set', { key: 'voices', value, seen: 0, reason: '试行' })
    const [a, b] = [await said.post('rider'), await said.post('rider2')]
    await said.support('rider3', a)
    await said.support('resident', b)
    await said.merge(b, a)
    expect(await said.one(a)).toMatchObject({ state: 'promised', supporters: 3 })
    const elsewhere = await said.post('rider', { areaId: '420105' })
    await supported(city, elsewhere, 7)
    await said.support('resident', elsewhere)
    expect(await said.one(elsewhere, 'admin')).toMatchObject({ state: 'open', supporters: 8 })
  })

  it('is not ruled twice for an area, nor for an unknown one', async () => {
    const rule = async (value: { areaId: string, supporters: number }[]) =>
      (await city.as('admin').refused('rulings.set', { key: 'voices', value, seen: 0, reason: '试行' })).code
    const row = { areaId: COMMUNITY, supporters: 5 }
    expect(await rule([row, row])).toBe('rulings.routeTwice')
    expect(await rule([{ ...row, areaId: '4299' }])).toBe('rulings.areaUnknown')
  })

  it('does not count supporters of a voice that is answered already', async () => {
    const id = await said.post('rider')
    await said.answer(id, 'answered')
    await supported(city, id, 30)
    await said.support('rider2', id)
    expect(await said.one(id)).toMatchObject({ state: 'answered', supporters: 31 })
  })
})

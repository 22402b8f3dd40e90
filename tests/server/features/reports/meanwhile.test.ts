import type { TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { describe, expect, it } from 'vitest'
import { ELSEWHERE, PLACE } from '../../../support/city.ts'
import { freshStreet } from './street.ts'

let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given))

const MINUTE_MS = 60_000
const changed = (by: string, step: string) => ({ code: 'reports.changedMeanwhile', by, step })
const seenBy = async (by: 'rider' | 'staff', reportId: string) => (await street.one(by, reportId)).lastStep!

it('what the reporter changed meanwhile is not accepted unseen', async () => {
  const reportId = await street.file('rider', { kind: 'environment' })
  const seen = (await street.one('staff', reportId)).lastStep!
  expect(seen).toBe(reportId)
  city.time.now += 60_000
  await city.as('rider').done('reports.amend', { reportId, kind: 'security' })
  const amended = { code: 'reports.changedMeanwhile', by: 'reporter', step: 'amended' }
  expect(await city.as('staff').refused('reports.move', { reportId, to: 'accepted', seen })).toEqual(amended)
  expect(await city.as('staff').refused('reports.ask', { reportId, question: '在哪？', seen })).toEqual(amended)
  expect(await city.as('staff').later(90_000, 'reports.move', { reportId, to: 'accepted' }))
    .toMatchObject({ status: 'refused', refusal: amended })
  expect(await street.points('rider')).toBe(0)

  const looked = (await street.one('staff', reportId)).lastStep!
  await city.as('staff').done('reports.move', { reportId, to: 'accepted', seen: looked })
  expect(await street.points('rider')).toBe(100)
})

it('who names another report\'s step has not seen this one, though nothing was done about it', async () => {
  const [reportId, other] = [await street.file('rider'), await street.file('rider2')]
  await street.bring(other, 'accepted')
  const foreign = (await street.one('staff', other)).lastStep!
  for (const seen of [foreign, other]) {
    expect(await city.as('staff').refused('reports.move', { reportId, to: 'accepted', seen }))
      .toEqual(changed('reporter', 'filed'))
  }
  expect(await city.as('staff').refused('reports.move', { reportId: other, to: 'accepted', seen: reportId }))
    .toEqual(changed('self', 'accepted'))
  await city.as('staff').done('reports.move', { reportId, to: 'accepted', seen: reportId })
})

it('a unit does not resolve unseen what staff gave to it anew', async () => {
  const reportId = await street.bring(await street.file('rider'), 'accepted', 'assigned')
  const seen = (await street.one('unit', reportId)).lastStep!
  expect((await street.one('rider', reportId)).lastStep).toBe(seen)
  expect((await street.one('rider2', reportId)).lastStep).toBeUndefined()
  city.time.now += 60_000
  await street.bring(reportId, 'assigned')
  const photos = [await street.photo('unit')]
  expect(await city.as('unit').refused('reports.resolve', { reportId, words: '修好了', photos, seen }))
    .toEqual({ code: 'reports.changedMeanwhile', by: 'staff', step: 'assigned' })
  const looked = (await street.one('unit', reportId)).lastStep!
  await city.as('unit').done('reports.resolve', { reportId, words: '修好了', photos, seen: looked })
})

describe('what a reporter decided on another phone, or without a network', () => {
  it('an answer goes to the question that was read, and to no later one', async () => {
    const reportId = await street.file('rider')
    await city.as('staff').done('reports.ask', { reportId, question: '在哪一侧？' })
    const seen = await seenBy('rider', reportId)
    city.time.now += MINUTE_MS
    await city.as('rider').done('reports.answer', { reportId, answer: '东侧', seen })
    await city.as('staff').done('reports.ask', { reportId, question: '现在还在冒烟吗？' })
    const asked = changed('staff', 'asked')
    const old = { reportId, answer: '东侧' }
    expect(await city.as('rider').refused('reports.answer', { ...old, seen })).toEqual(asked)
    // An older app names no step.
    expect(await city.as('rider').later(MINUTE_MS, 'reports.answer', old))
      .toMatchObject({ status: 'refused', refusal: asked })
    const again = await seenBy('rider', reportId)
    await city.as('rider').done('reports.answer', { reportId, answer: '没有了', seen: again })
  })

  it('an answer holds though the report was accepted after the question', async () => {
    const reportId = await street.file('rider')
    await city.as('staff').done('reports.ask', { reportId, question: '在哪一侧？' })
    const seen = await seenBy('rider', reportId)
    await street.bring(reportId, 'accepted')
    await city.as('rider').done('reports.answer', { reportId, answer: '东侧', seen })
  })

  it('a change does not undo one from the other phone', async () => {
    const reportId = await street.file('rider')
    await city.as('rider').done('reports.amend', { reportId, kind: 'security', seen: reportId })
    const slower = { reportId, text: '井盖', kind: 'hazard', seen: reportId } as const
    expect(await city.as('rider').refused('reports.amend', slower)).toEqual(changed('self', 'amended'))
    expect(await street.one('rider', reportId)).toMatchObject({ kind: 'security', text: '井盖松动' })
  })

  it('the same change from two tabs at once is made once, and the slower is told', async () => {
    const reportId = await street.file('rider')
    const replies = await Promise.all(['一', '二'].map(async text =>
      await city.as('rider').send({ name: 'reports.amend', input: { reportId, text, seen: reportId } })))
    expect(replies.flat().map(({ status }) => status).toSorted()).toEqual(['accepted', 'refused'])
    expect(replies.flat().find(({ status }) => status === 'refused'))
      .toMatchObject({ refusal: changed('self', 'amended') })
    const { text, timeline } = await street.one('rider', reportId)
    expect(text).toBe(replies[0]![0]!.status === 'accepted' ? '一' : '二')
    expect(timeline.map(({ step }) => step)).toEqual(['filed', 'amended'])
  })

  it('of eight that leave it as it was, one is made', async () => {
    const reportId = await street.file('rider')
    const tabs = Array.from({ length: 8 }, () => city.as('rider'))
    const replies = await Promise.all(tabs.map(async tab => await tab.send(
      { name: 'reports.amend', input: { reportId, text: '井盖松动', seen: reportId } },
    )))
    expect(replies.flat().filter(({ status }) => status === 'accepted')).toHaveLength(1)
  })

  it('a change of the place does not undo that staff passed it on; one of the words holds', async () => {
    const reportId = await street.file('rider')
    city.time.now += MINUTE_MS
    await city.as('staff').done('reports.move', { reportId, to: 'filed', areaId: ELSEWHERE, seen: reportId })
    const rerouted = changed('staff', 'rerouted')
    expect(await city.as('rider').refused('reports.amend', { reportId, place: PLACE, seen: reportId }))
      .toEqual(rerouted)
    expect(await city.as('rider').later(MINUTE_MS, 'reports.amend', { reportId, place: PLACE }))
      .toMatchObject({ status: 'refused', refusal: rerouted })
    await city.as('rider').done('reports.amend', { reportId, text: '在路口东侧', seen: reportId })
    expect(await street.one('rider', reportId)).toMatchObject({ areaId: ELSEWHERE, text: '在路口东侧' })
  })

  it('a report that was accepted meanwhile is not taken back unseen', async () => {
    const reportId = await street.file('rider')
    city.time.now += MINUTE_MS
    await street.bring(reportId, 'accepted')
    const accepted = changed('staff', 'accepted')
    expect(await city.as('rider').refused('reports.withdraw', { reportId, seen: reportId })).toEqual(accepted)
    expect(await city.as('rider').later(MINUTE_MS, 'reports.withdraw', { reportId }))
      .toMatchObject({ status: 'refused', refusal: accepted })
    const looked = await seenBy('rider', reportId)
    await city.as('rider').done('reports.withdraw', { reportId, seen: looked })
  })

  it('a rating is of the work that was seen', async () => {
    const filed = await street.file('rider')
    const reportId = await street.bring(filed, 'accepted', 'assigned', 'working', 'resolved')
    const seen = await seenBy('rider', reportId)
    const notFixed = { reportId, fixed: false, words: '还是坏的', seen } as const
    await city.as('rider').done('reports.rate', notFixed)
    city.time.now += MINUTE_MS
    await street.bring(reportId, 'working', 'resolved')
    expect(await city.as('rider').refused('reports.rate', notFixed)).toEqual(changed('unit', 'resolved'))
    expect(await city.as('rider').later(MINUTE_MS, 'reports.rate', { reportId, fixed: true, score: 1 }))
      .toMatchObject({ status: 'refused', refusal: changed('unit', 'resolved') })
    const looked = await seenBy('rider', reportId)
    await city.as('rider').done('reports.rate', { reportId, fixed: true, seen: looked })
  })

  it('two changes made one after another without a network both hold', async () => {
    const reportId = await street.file('rider')
    city.time.now += MINUTE_MS
    const replies = await city.as('rider').send(
      { name: 'reports.amend', input: { reportId, text: '一' }, madeAt: city.time.now - 3000 },
      { name: 'reports.amend', input: { reportId, text: '二' }, madeAt: city.time.now - 2000 },
      { name: 'reports.withdraw', input: { reportId, seen: reportId }, madeAt: city.time.now - 1000 },
    )
    expect(replies.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted'])
  })
})

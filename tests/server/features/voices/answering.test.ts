import type { TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { notices } from '#server/core/notices/tables.ts'
import { sendReminders } from '#server/core/reminders/index.ts'
import { addWorkingDays, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { isLate } from '#shared/voices/rules.ts'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { ELSEWHERE, UNITS } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { givePost } from '../../../support/posts.ts'
import { publish } from '../polls/published-poll.ts'
import { foundedTeam } from '../volunteering/founded-team.ts'
import { hold } from '../volunteering/held-activity.ts'
import { DAY, voicesIn, wish } from './said.ts'

let city: TestCity
let said: ReturnType<typeof voicesIn>
freshCity((fresh) => {
  city = fresh
  said = voicesIn(fresh)
})
const inDays = (days: number) => dayOf(city.time.now + days * DAY)
const endOf = (day: string) => startOfDay(day) + DAY - 1

describe('a promise', () => {
  it('names a unit and a day; the first day stays when another is named', async () => {
    const id = await said.post('rider')
    await said.support('rider2', id)
    await said.promise(id, UNITS.roads, inDays(7))
    const first = endOf(inDays(7))
    expect(await said.one(id, 'rider2')).toMatchObject({
      state: 'promised',
      unitName: '市政维修队',
      promisedAt: first,
      dueAt: first,
      chooseBy: null,
    })
    for (const by of ['rider', 'rider2'] as const) expect(await said.told(by)).toEqual(['voices.promised'])
    expect(await said.told('unit')).toEqual(['voices.yourTurn'])
    await said.promise(id, UNITS.power, inDays(20))
    const view = await said.one(id, 'rider')
    expect(view).toMatchObject({ unitName: '供电公司', promisedAt: first, dueAt: endOf(inDays(20)) })
    expect(view.steps.map(({ step }) => step)).toEqual(['promised', 'changed'])
    expect(isLate(view, first + 1)).toBe(true)
    expect(isLate(view, first)).toBe(false)
  })

  it('is made by staff of its area, for a unit with people, on a future day', async () => {
    const id = await said.post('rider')
    const promise = async (changes: object, by: 'staff' | 'staffElsewhere' = 'staff') =>
      (await city.as(by).refused('voices.promise', {
        ...await said.seen(id),
        ...{ unitId: UNITS.roads, dueOn: inDays(7), ...changes },
      })).code
    expect(await promise({}, 'staffElsewhere')).toBe('voices.unknown')
    expect(await promise({ unitId: randomUUID() })).toBe('voices.unitUnknown')
    expect(await promise({ dueOn: inDays(-1) })).toBe('voices.dayWrong')
    expect(await promise({ dueOn: inDays(400) })).toBe('voices.dayWrong')
    expect(await promise({ seen: 5 })).toBe('command.changedMeanwhile')
    const own = await said.post('staff')
    const hiding = { ...await said.seen(own), reason: 'insult' } as const
    expect((await city.as('staff').refused('voices.hide', hiding)).code)
      .toBe('voices.own')
    expect(await city.as('staff').ask('voices.units', { voiceId: id })).toHaveLength(2)
    expect((await city.as('staffElsewhere').fetch(
      `/api/queries/voices.units?input=${encodeURIComponent(JSON.stringify({ voiceId: id }))}`,
    )).status).toBe(404)
  })

  it('reminds unit and staff the day before and when it has passed, until there is an answer', async () => {
    const [kept, missed] = [await said.post('rider'), await said.post('rider2')]
    for (const id of [kept, missed]) await said.promise(id, UNITS.roads, inDays(7))
    await said.answer(kept, 'answered', 'unit')
    city.time.now = endOf(inDays(7)) - DAY + 1
    await sendReminders(city)
    const remindedOf = async (accountId: string) => (await city.database.read
      .select()
      .from(notices)
      .where(and(eq(notices.accountId, accountId), inArray(notices.kind, ['voices.dueSoon', 'voices.late'])))
      .orderBy(asc(notices.at))).map(({ kind, ref }) => [kind, ref])
    expect(await remindedOf(city.ids.unit)).toEqual([['voices.dueSoon', missed]])
    city.time.now += DAY
    await sendReminders(city)
    expect(await remindedOf(city.ids.staff)).toEqual([['voices.dueSoon', missed], ['voices.late', missed]])
    const staff = city.holding(await city.signIn(city.phoneOf('staff')))
    expect((await staff.ask('voices.desk', { view: 'todo' })).counts.late).toBe(1)
  })
})

describe('an answer', () => {
  it('comes from staff or the named unit, and its author and supporters are notified', async () => {
    const id = await said.post('rider')
    await said.support('rider2', id)
    const by = async (name: 'unit' | 'unit2' | 'staffElsewhere') =>
      (await city.as(name).refused('voices.answer', {
        ...await said.seen(id),
        outcome: 'done',
        words: '好',
      })).code
    expect(await by('unit')).toBe('voices.unknown')
    await said.promise(id, UNITS.roads, inDays(7))
    expect([await by('unit2'), await by('staffElsewhere')]).toEqual(['voices.unknown', 'voices.unknown'])
    expect((await city.as('unit').ask('voices.desk', { view: 'todo' })).voices).toMatchObject([{ id }])
    await givePost(city.database, { accountId: city.ids.unit, kind: 'staff', scope: ELSEWHERE })
    const both = city.holding(await city.signIn(city.phoneOf('unit')))
    expect((await both.ask('voices.desk', { view: 'todo' })).voices).toMatchObject([{ id }])
    await said.answer(id, 'answered', 'unit', '已联系技校，三月开班')
    for (const name of ['rider', 'rider2'] as const) {
      expect(await said.told(name)).toContain('voices.answered')
      expect(await said.one(id, name)).toMatchObject({
        state: 'answered',
        metAt: city.time.now,
        reply: { words: '已联系技校，三月开班', unitName: '市政维修队' },
      })
    }
    expect((await city.as('unit').refused('voices.answer', {
      ...await said.seen(id),
      outcome: 'declined',
      words: '办不了',
    })).code).toBe('voices.moveNotAllowed')
  })

  it('of two answers at once one counts, and the slower person reads whose', async () => {
    const id = await said.post('rider')
    const input = { ...await said.seen(id), outcome: 'answered', words: '在办' } as const
    await city.as('staff').done('voices.answer', input)
    expect(await city.as('staff2').refused('voices.answer', input))
      .toMatchObject({ code: 'command.changedMeanwhile', by: '测试staff' })
  })
})

describe('who asked judges', () => {
  it('whether it is done, or brings it back once with a new day', async () => {
    const id = await said.post('rider')
    for (const by of ['rider2', 'rider3'] as const) await said.support(by, id)
    const judge = async (by: 'rider' | 'rider2' | 'rider3' | 'resident', isDone: boolean) =>
      await city.as(by).sendOne('voices.judge', { voiceId: id, isDone, words: '' })
    expect(await judge('rider', true)).toMatchObject({ refusal: { code: 'voices.notDone' } })
    await said.promise(id, UNITS.roads, inDays(7))
    await said.answer(id, 'done')
    expect(await judge('resident', true)).toMatchObject({ refusal: { code: 'voices.notAsked' } })
    await judge('rider2', false)
    expect(await said.one(id, 'rider2')).toMatchObject({ state: 'done', mayJudge: false })
    await judge('rider3', false)
    const back = await said.one(id, 'rider')
    const promisedAt = endOf(inDays(7))
    expect(back).toMatchObject({
      ...{ state: 'promised', promisedAt, metAt: null },
      dueAt: addWorkingDays(city.time.now, 10),
    })
    expect(await said.told('staff')).toEqual(['voices.reopened'])
    expect(await said.told('unit')).toContain('voices.reopened')
    await said.answer(id, 'done')
    await judge('rider2', false)
    await judge('rider3', false)
    await judge('rider', true)
    expect(await said.one(id)).toMatchObject({ state: 'judged', verdicts: { done: 1, notDone: 2 } })
  })

  it('each person once; a sole author is enough', async () => {
    const id = await said.post('rider')
    await said.answer(id, 'done')
    expect(await said.one(id, 'rider')).toMatchObject({ mayJudge: true, desk: null })
    expect(await city.as('rider').fiveTimes('voices.judge', { voiceId: id, isDone: true, words: '谢谢' }))
      .toMatchObject({ status: 'accepted' })
    await city.as('rider').done('voices.judge', { voiceId: id, isDone: true, words: '' })
    for (const other of [{ isDone: false, words: '' }, { isDone: true, words: '还差一个灯' }]) {
      expect(await city.as('rider').refused('voices.judge', { voiceId: id, ...other }))
        .toEqual({ code: 'voices.judgedBefore' })
    }
    expect(await said.one(id)).toMatchObject({ state: 'judged', verdicts: { done: 1, notDone: 0 } })
    const alone = await said.post('rider2')
    await said.answer(alone, 'done')
    await city.as('rider2').done('voices.judge', { voiceId: alone, isDone: false, words: '没有开班' })
    expect(await said.one(alone)).toMatchObject({ state: 'promised', unitName: null })
  })

  it('with the supporters of voices that were merged into it', async () => {
    const [a, b] = [await said.post('rider'), await said.post('rider2')]
    await said.merge(b, a)
    await said.answer(a, 'done')
    await city.as('rider2').done('voices.judge', { voiceId: b, isDone: true, words: '' })
    expect(await said.one(a)).toMatchObject({ state: 'judged' })
  })
})

describe('what is hidden', () => {
  it('only its author and the desk read; the author reads why and may appeal once', async () => {
    const id = await said.post('rider')
    await said.support('rider2', id)
    await city.as('staff').done('voices.hide', { ...await said.seen(id), reason: 'privacy' })
    const hidden = { state: 'hidden', hideReason: 'privacy', mayAppeal: true }
    expect(await said.one(id, 'rider')).toMatchObject(hidden)
    await expect(said.one(id, 'rider2')).rejects.toThrow('404')
    const supported = await city.as('rider2').ask('voices.near', { view: 'supported', areaId: null })
    expect(supported.voices).toEqual([])
    expect(await city.as('rider2').refused('voices.appeal', { voiceId: id, words: '没有' }))
      .toEqual({ code: 'voices.unknown' })
    await city.as('rider').done('voices.appeal', { voiceId: id, words: '没有写电话' })
    expect(await city.as('rider').refused('voices.appeal', { voiceId: id, words: '没有' }))
      .toEqual({ code: 'voices.appealedBefore' })
    const settle = { voiceId: id, isUpheld: false, words: '看过了，恢复' }
    expect(await city.as('staff').refused('voices.settle', settle)).toEqual({ code: 'voices.anotherDecides' })
    expect((await city.as('staff2').ask('voices.desk', { view: 'todo' })).voices)
      .toMatchObject([{ id, appealed: true }])
    expect([(await said.one(id, 'staff')).settles, (await said.one(id, 'staff2')).settles])
      .toEqual(['another', 'me'])
    expect((await said.one(id, 'rider')).settles).toBeNull()
    await city.as('staff2').done('voices.settle', settle)
    expect((await said.one(id, 'staff2')).settles).toBeNull()
    expect(await said.one(id, 'rider2')).toMatchObject({ state: 'open', hideReason: null, steps: [] })
    expect(await said.told('rider')).toEqual(['voices.settled', 'voices.hidden'])
    expect(await city.as('staff2').refused('voices.settle', settle)).toEqual({ code: 'voices.noAppeal' })
  })

  it('stays hidden if another person upholds it; a decline may be appealed too', async () => {
    const id = await said.post('rider')
    expect(await city.as('rider').refused('voices.appeal', { voiceId: id, words: '快办' }))
      .toEqual({ code: 'voices.noAppeal' })
    await said.answer(id, 'declined', 'staff', '没有场地')
    await city.as('rider').done('voices.appeal', { voiceId: id, words: '驿站二楼空着' })
    await city.as('admin').done('voices.settle', { voiceId: id, isUpheld: false, words: '再想办法' })
    expect(await said.one(id, 'rider')).toMatchObject({ state: 'open', metAt: null, mayAppeal: false })
    await said.answer(id, 'declined', 'staff', '真的没有')
    expect(await city.as('rider').refused('voices.appeal', { voiceId: id, words: '再看看' }))
      .toEqual({ code: 'voices.appealedBefore' })
  })
})

describe('from wish to deed', () => {
  const deeds = ['volunteering', 'course'] as const
  it.each(deeds)('a voice leads to a %s: both show the link, supporters are notified once', async (kind) => {
    const id = await said.post('rider')
    await said.support('rider2', id)
    const activity = await hold(city, { title: '修车体验课', kind })
    const link = { voiceId: id, kind: 'activity', ref: activity.id } as const
    await city.as('staff').done('voices.link', link)
    await city.as('staff2').done('voices.link', link)
    expect(await city.as('resident').ask('links.of', { kind: 'voice', ref: id }))
      .toEqual([{ kind: 'activity', ref: activity.id, title: '修车体验课', isSource: false }])
    expect(await city.as('resident').ask('links.of', { kind: 'activity', ref: activity.id }))
      .toMatchObject([{ kind: 'voice', ref: id, isSource: true }])
    for (const by of ['rider', 'rider2'] as const) expect(await said.told(by)).toEqual(['voices.linked'])
    await city.as('staff').done('voices.hide', { ...await said.seen(id), reason: 'advert' })
    expect(await city.as('resident').ask('links.of', { kind: 'activity', ref: activity.id })).toEqual([])
  })

  it('a voice leads to a poll, until that is cancelled', async () => {
    const id = await said.post('rider')
    const { pollId, question } = await publish(city)
    await city.as('staff').done('voices.link', { voiceId: id, kind: 'poll', ref: pollId })
    const led = () => city.as('resident').ask('links.of', { kind: 'voice', ref: id })
    expect(await led()).toEqual([{ kind: 'poll', ref: pollId, title: question, isSource: false }])
    await city.as('staff').done('polls.cancel', { pollId, words: '先不问了' })
    expect(await led()).toEqual([])
  })

  it('a wrong link is removed at both ends; the history shows it, and nobody is notified', async () => {
    const id = await said.post('rider')
    const activity = await hold(city, { title: '修车体验课' })
    const link = { voiceId: id, kind: 'activity', ref: activity.id } as const
    await city.as('staff').done('voices.link', link)
    expect(await city.as('staffElsewhere').refused('voices.unlink', link)).toEqual({ code: 'voices.unknown' })
    await city.as('staff').done('voices.unlink', link)
    await city.as('staff2').done('voices.unlink', link)
    for (const end of [{ kind: 'voice', ref: id }, { kind: 'activity', ref: activity.id }] as const)
      expect(await city.as('resident').ask('links.of', end)).toEqual([])
    expect((await said.one(id, 'resident')).steps.map(({ step }) => step)).toEqual(['linked', 'unlinked'])
    expect(await said.told('rider')).toEqual(['voices.linked'])
  })

  it('no link to a thing that does not exist, nor by staff of another area', async () => {
    const id = await said.post('rider')
    const draft = await hold(city, { state: 'draft' })
    for (const ref of [randomUUID(), draft.id]) {
      expect(await city.as('staff').refused('voices.link', { voiceId: id, kind: 'activity', ref }))
        .toEqual({ code: 'voices.linkUnknown' })
    }
    const { id: ref } = await hold(city)
    expect(await city.as('staffElsewhere').refused('voices.link', { voiceId: id, kind: 'activity', ref }))
      .toEqual({ code: 'voices.unknown' })
  })
})

describe('a 恳谈会', () => {
  it('collects questions until it begins, those with most supporters first, and answers each', async () => {
    const talk = await hold(city, { kind: 'talk', title: '小哥恳谈会' })
    const ask = async (by: 'rider' | 'rider2' | 'resident', text: string) =>
      await said.post(by, { kind: 'question', talkId: talk.id, text, areaId: null })
    const [a, b] = [await ask('rider', '小区门禁什么时候统一？'), await ask('rider2', '能不能多放充电柜？')]
    await said.support('resident', b)
    const shown = async () => await city.as('resident').ask('voices.ofTalk', { activityId: talk.id })
    expect(await shown()).toMatchObject({ asksUntil: talk.startsAt, voices: [{ id: b }, { id: a }] })
    expect((await said.one(a)).talkId).toBe(talk.id)
    city.time.now = talk.startsAt + 1
    const late = wish({ kind: 'question', talkId: talk.id })
    expect(await city.as('rider').refused('voices.post', late)).toEqual({ code: 'voices.talkOver' })
    // Written before it began, on a phone without a network.
    expect(await city.as('rider').later(60_000, 'voices.post', { ...late, voiceId: randomUUID() }))
      .toMatchObject({ status: 'accepted' })
    await said.answer(b, 'answered', 'staff', '下月加两台')
    expect((await shown()).voices[0]).toMatchObject({ id: b, reply: { words: '下月加两台' } })
  })

  it('of a team is answered by its captain, who decides nothing else about the questions', async () => {
    const team = await foundedTeam(city)
    await team.lead('rider3')
    const talk = await hold(city, { kind: 'talk', teamId: team.id })
    const question = await said.post('rider', { kind: 'question', talkId: talk.id, areaId: null })
    const other = await said.post('rider', { kind: 'question' })
    const captain = city.as('rider3')
    const answer = async (voiceId: string, outcome: 'answered' | 'done' = 'answered') =>
      await captain.sendOne('voices.answer', { ...await said.seen(voiceId), outcome, words: '下周装好' })
    expect((await said.one(question, 'rider3')).desk).toBe('lead')
    expect((await said.one(other, 'rider3')).desk).toBeNull()
    expect(await answer(other)).toMatchObject({ refusal: { code: 'voices.unknown' } })
    expect(await answer(question, 'done')).toMatchObject({ refusal: { code: 'voices.moveNotAllowed' } })
    expect(await answer(question)).toMatchObject({ status: 'accepted' })
    expect(await said.one(question, 'rider')).toMatchObject({ state: 'answered', reply: { words: '下周装好' } })
    expect(await said.told('rider')).toEqual(['voices.answered'])
    await city.as('staff').done('voices.hide', { ...await said.seen(question), reason: 'privacy' })
    expect(await answer(question)).toMatchObject({ refusal: { code: 'voices.unknown' } })
  })

  it('takes only questions, and no other activity takes any', async () => {
    const [talk, other] = [await hold(city, { kind: 'talk' }), await hold(city)]
    for (const input of [wish({ talkId: talk.id }), wish({ kind: 'question', talkId: other.id })]) {
      expect(await city.as('rider').refused('voices.post', input)).toEqual({ code: 'voices.talkOver' })
    }
  })
})

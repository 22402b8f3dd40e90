import type { TestCity } from '../../../support/city.ts'
import { sendReminders } from '#server/core/reminders/index.ts'
import { addWorkingDays, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { describe, expect, it } from 'vitest'
import { UNITS } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { streetOf } from '../reports/street.ts'
import { hold } from '../volunteering/held-activity.ts'
import { DAY, insertVoices, supported, voicesIn, wish } from './said.ts'

let city: TestCity
let said: ReturnType<typeof voicesIn>
freshCity((fresh) => {
  city = fresh
  said = voicesIn(fresh)
})
const count = async (voiceId: string) => (await said.one(voiceId, 'resident')).supporters
const inDays = (days: number) => dayOf(city.time.now + days * DAY)

/** Every number in an answer. */
const numbersIn = (answer: unknown): number[] =>
  (JSON.stringify(answer).match(/-?\d+/g) ?? []).map(Number)

describe('an anonymous voice', () => {
  it('reveals to nobody when it was written or arrived, not even to the desk or by its rank', async () => {
    const moments = [city.time.now - 5_400_000, city.time.now]
    const input = wish({ isAnonymous: true })
    await city.as('rider').later(5_400_000, 'voices.post', input)
    const complaint = wish({ kind: 'complaint', isAnonymous: true })
    await city.as('rider').later(5_400_000, 'voices.post', complaint)
    const answers = [
      await said.one(input.voiceId, 'rider2'),
      await said.one(input.voiceId, 'staff'),
      await said.one(complaint.voiceId, 'admin'),
      await city.as('rider2').ask('voices.near', { view: 'open', areaId: null }),
      await city.as('admin').ask('voices.desk', { view: 'todo' }),
      await city.as('admin').ask('desk.complaints', {}),
    ]
    const ofTheDay = moments.map(at => at % DAY)
    for (const answer of answers) {
      const times = numbersIn(answer).filter(n => Math.abs(n) > 1e12)
      expect(times.length).toBeGreaterThan(0)
      for (const time of times) expect(ofTheDay, JSON.stringify(answer)).not.toContain(Math.abs(time) % DAY)
    }
  })

  it('merged into one that its author wrote or supports counts as a stranger\'s', async () => {
    // By whoever the anonymous ones are, what others see is the same.
    const counted = async (by: 'rider' | 'rider2' | 'resident', isRootAnonymous: boolean) => {
      const root = await said.post('rider', { isAnonymous: isRootAnonymous })
      await said.support('rider2', root)
      const child = await said.post(by, { isAnonymous: !isRootAnonymous })
      await said.merge(child, root)
      return await count(root)
    }
    const ofHidden: number[] = []
    for (const by of ['rider', 'rider2', 'resident'] as const) ofHidden.push(await counted(by, false))
    expect(new Set(ofHidden).size).toBe(1)
    expect(await counted('rider', true)).toBe(await counted('resident', true))
  })

  it('needs as many judgements, whoever its author is', async () => {
    const judged = async (by: 'rider' | 'resident') => {
      const root = await said.post('rider')
      await said.merge(await said.post(by, { isAnonymous: true }), root)
      await said.answer(root, 'done')
      await city.as('rider').done('voices.judge', { voiceId: root, isDone: false, words: '' })
      return (await said.one(root, 'keeper')).state
    }
    expect(await judged('rider')).toBe(await judged('resident'))
  })
})

describe('what nobody waits for any more', () => {
  it('sends no reminders: hidden or merged voices', async () => {
    const [hidden, merged] = [await said.post('rider'), await said.post('rider')]
    const root = await said.post('rider2')
    await said.promise(hidden, UNITS.roads, inDays(7))
    await city.as('staff').done('voices.hide', { ...await said.seen(hidden), reason: 'advert' })
    await said.promise(merged, UNITS.roads, inDays(7))
    await said.answer(merged, 'declined')
    await city.as('rider').done('voices.appeal', { voiceId: merged, words: '再看看' })
    await city.as('admin').done('voices.settle', { voiceId: merged, isUpheld: false, words: '再看' })
    await said.merge(merged, root)
    city.time.now += 9 * DAY
    await sendReminders(city)
    const late = 'select kind from notices where kind in (\'voices.late\', \'voices.dueSoon\')'
    expect(await city.database.run(late)).toEqual([])
  })

  it('voices merged into a hidden one stand alone again, and keep their supporters', async () => {
    const [root, child] = [await said.post('rider'), await said.post('rider2')]
    await said.support('rider3', child)
    await said.merge(child, root)
    await city.as('staff').done('voices.hide', { ...await said.seen(root), reason: 'privacy' })
    const again = { state: 'open', mergedInto: null, supporters: 1 }
    expect(await said.one(child, 'resident')).toMatchObject(again)
    const { voices } = await city.as('resident').ask('voices.near', { view: 'open', areaId: null })
    expect(voices.map(({ id }) => id)).toEqual([child])
    await said.support('resident', child)
  })
})

describe('judging', () => {
  it('does not go to the quickest: two who say no bring it back after a yes', async () => {
    const id = await said.post('rider')
    for (const by of ['rider2', 'rider3'] as const) await said.support(by, id)
    await said.answer(id, 'done')
    const judge = async (by: 'rider' | 'rider2' | 'rider3', isDone: boolean) =>
      await city.as(by).done('voices.judge', { voiceId: id, isDone, words: '' })
    await judge('rider', true)
    await judge('rider2', false)
    expect(await said.one(id)).toMatchObject({ state: 'judged' })
    await judge('rider3', false)
    expect(await said.one(id)).toMatchObject({ state: 'promised', metAt: null })
  })

  it('is refused to the person who gave the answer', async () => {
    const id = await said.post('rider')
    await said.support('staff', id)
    await said.answer(id, 'done', 'staff')
    expect((await said.one(id, 'staff')).mayJudge).toBe(false)
    expect(await city.as('staff').refused('voices.judge', { voiceId: id, isDone: true, words: '' }))
      .toEqual({ code: 'voices.own' })
  })

  it('tells what is missing to the desk, and to nobody else', async () => {
    const id = await said.post('rider')
    await said.answer(id, 'done')
    const words = '找 13800001234 的王某'
    await city.as('rider').done('voices.judge', { voiceId: id, isDone: false, words })
    expect((await said.one(id, 'staff')).steps.map(step => step.words)).toContain(words)
    expect(JSON.stringify(await said.one(id, 'rider2'))).not.toContain(words)
  })

  it('tells the desk also if it moves nothing, and shows others neither step nor words', async () => {
    const id = await said.post('rider')
    for (const by of ['rider2', 'rider3'] as const) await said.support(by, id)
    await said.answer(id, 'done')
    const judge = async (by: 'rider' | 'rider2' | 'rider3', isDone: boolean, words: string) =>
      await city.as(by).done('voices.judge', { voiceId: id, isDone, words })
    await judge('rider', false, '周三那天没开')
    await judge('rider2', true, '很好')
    await judge('rider3', true, '谢谢')
    const shown = async (by: 'staff' | 'rider' | 'rider2') =>
      (await said.one(id, by)).steps.map(({ step, words }) => [step, words])
    const done = ['done', '办好了']
    expect(await shown('staff'))
      .toEqual([done, ['saidUndone', '周三那天没开'], ['judged', '很好'], ['saidDone', '谢谢']])
    for (const by of ['rider', 'rider2'] as const) expect(await shown(by)).toEqual([done, ['judged', null]])
  })
})

describe('the threshold', () => {
  it('counts for a voice that an appeal brought back: enough supporters get their day', async () => {
    const id = await said.post('rider')
    await supported(city, id, 25)
    await said.answer(id, 'declined')
    await city.as('rider').done('voices.appeal', { voiceId: id, words: '再看看' })
    await city.database.run(`update voices set supporters = 25 where id = '${id}'`)
    await city.as('admin').done('voices.settle', { voiceId: id, isUpheld: false, words: '好' })
    expect(await said.one(id)).toMatchObject({ state: 'promised', dueAt: addWorkingDays(city.time.now, 10) })
  })

  it('reminds staff who have chosen no unit when two working days have passed', async () => {
    const value = [{ areaId: '4201', supporters: 2 }]
    await city.as('admin').done('rulings.set', { key: 'voices', value, seen: 0, reason: '试行' })
    const [late, kept] = [await said.post('rider'), await said.post('rider')]
    for (const id of [late, kept]) {
      for (const by of ['rider2', 'rider3'] as const) await said.support(by, id)
    }
    await said.promise(kept, UNITS.roads, inDays(7))
    city.time.now = addWorkingDays(city.time.now, 2) + 1
    await sendReminders(city)
    const told = await city.database.run(
      `select ref from notices where kind = 'voices.chooseLate' and account_id = '${city.ids.staff}'`,
    )
    expect(told).toEqual([{ ref: late }])
  })

  it('a voice late by its first day counts as late at the desk, even if the day was moved', async () => {
    const id = await said.post('rider')
    await said.promise(id, UNITS.roads, inDays(2))
    await said.promise(id, UNITS.roads, inDays(30))
    city.time.now = startOfDay(inDays(4))
    const staff = city.holding(await city.signIn(city.phoneOf('staff')))
    const { counts, voices } = await staff.ask('voices.desk', { view: 'todo' })
    expect([counts.late, voices.map(voice => voice.id)]).toEqual([1, [id]])
  })
})

describe('from outside', () => {
  it('asking for similar voices leaves nothing in the server\'s memory', async () => {
    const { knownPairs } = await import('#server/features/voices/similar.ts')
    await said.post('rider')
    await city.as('rider').ask('voices.similar', { text: '想学手艺', areaId: null })
    const before = knownPairs()
    const text = Array.from({ length: 1000 }, (_, i) => String.fromCodePoint(0x4E00 + i * 7)).join('')
    await city.fetchAs(undefined)(`/api/queries/voices.similar?input=${
      encodeURIComponent(JSON.stringify({ text, areaId: null }))}`)
    expect(knownPairs()).toBe(before)
  })

  it('the number of questions for a talk is bounded', async () => {
    const talk = await hold(city, { kind: 'talk' })
    await insertVoices(city, Array.from({ length: 320 }, (_, i) =>
      ({ kind: 'question', talkId: talk.id, text: `第${i}问`, supporters: i })))
    const { voices } = await city.as('resident').ask('voices.ofTalk', { activityId: talk.id })
    expect(voices).toHaveLength(300)
    expect(voices[0]).toMatchObject({ supporters: 319 })
  })

  it('a voice leads to no activity that was called off', async () => {
    const id = await said.post('rider')
    const { id: ref } = await hold(city, { state: 'calledOff' })
    expect(await city.as('staff').refused('voices.link', { voiceId: id, kind: 'activity', ref }))
      .toEqual({ code: 'voices.linkUnknown' })
    expect(await said.told('rider')).toEqual([])
  })
})

describe('the photo of an anonymous voice', () => {
  it('may be used nowhere else, because its address would lead to a report with a name', async () => {
    const street = streetOf(city)
    const hash = await street.photo('rider')
    await said.post('rider', { photos: [hash] })
    const refused = await city.as('rider').refused('voices.post', wish({ isAnonymous: true, photos: [hash] }))
    expect(refused).toEqual({ code: 'voices.photoShown' })
    const own = wish({ isAnonymous: true, photos: [await street.photo('rider')] })
    await city.as('rider').done('voices.post', own)
    await city.as('rider').done('voices.post', own)
    const { photos, photo } = await said.one(own.voiceId, 'rider2')
    expect([...photos, photo].map(each => each?.thumbhash)).toEqual([null, null])
    expect((await city.as('rider2').fetch(`/api/photos/${own.photos[0]}/thumb`)).status).toBe(200)
  })
})

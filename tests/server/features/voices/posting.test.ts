import type { PostVoice } from '#shared/voices/schemas.ts'
import type { TestCity } from '../../../support/city.ts'
import { addWorkingDays } from '#shared/kernel/day.ts'
import { describe, expect, it } from 'vitest'
import { apiOf, COMMUNITY, STREET } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { streetOf } from '../reports/street.ts'
import { insertVoices, voicesIn, wish } from './said.ts'

let city: TestCity
let said: ReturnType<typeof voicesIn>
freshCity((fresh) => {
  city = fresh
  said = voicesIn(fresh)
})

describe('somebody says something', () => {
  it('once, however often it arrives, and nobody else can take its id', async () => {
    const input = wish()
    expect(await city.as('rider').fiveTimes('voices.post', input)).toMatchObject({ status: 'accepted' })
    await city.as('rider').done('voices.post', input)
    expect(await city.as('rider2').refused('voices.post', input)).toEqual({ code: 'voices.idTaken' })
    const { voices } = await city.as('resident').ask('voices.near', { view: 'open', areaId: null })
    const areaName = expect.stringContaining('社区')
    expect(voices).toMatchObject([{ id: input.voiceId, state: 'open', areaName }])
    expect(await said.one(input.voiceId, 'resident')).toMatchObject({ authorName: '测试rider' })
  })

  it('once: other words or photos under its id are refused, as they would be lost', async () => {
    const input = wish()
    await city.as('rider').done('voices.post', input)
    const hash = await streetOf(city).photo('rider')
    const changes: Partial<PostVoice>[] = [
      { text: '还想学一门外语' },
      { photos: [hash] },
      { kind: 'praise' },
      { isAnonymous: true },
    ]
    for (const change of changes) {
      expect(await city.as('rider').refused('voices.post', { ...input, ...change }))
        .toEqual({ code: 'voices.idTaken' })
    }
    const { text, voiceId: id } = input
    expect(await city.as('rider').ask('voices.mine', {})).toMatchObject([{ id, text, kind: 'wish' }])
  })

  it('without a signal: it counts from when it was written', async () => {
    const input = wish()
    const written = city.time.now - 7_200_000
    await city.as('rider').later(7_200_000, 'voices.post', input)
    expect(await city.as('rider').ask('voices.mine', {})).toMatchObject([{ id: input.voiceId, at: written }])
  })

  it('with a photo, which everybody who may read the voice may see', async () => {
    const hash = await streetOf(city).photo('rider')
    const [open, quiet] = [wish({ photos: [hash] }), wish({ kind: 'praise', photos: [hash] })]
    const mayLook = async (by: 'rider2' | 'admin' | 'staff') =>
      (await city.as(by).fetch(`/api/photos/${hash}/thumb`)).status
    await city.as('rider').done('voices.post', quiet)
    expect([await mayLook('rider2'), await mayLook('staff'), await mayLook('admin')]).toEqual([404, 404, 200])
    await city.as('rider').done('voices.post', open)
    expect(await mayLook('rider2')).toBe(200)
    expect((await said.one(open.voiceId, 'rider2')).photos).toMatchObject([{ hash }])
    await city.as('staff').done('voices.hide', { ...await said.seen(open.voiceId), reason: 'privacy' })
    expect(await mayLook('rider2')).toBe(404)
  })

  it('for an existing area; without one for their own, else for the city', async () => {
    expect(await city.as('rider').refused('voices.post', wish({ areaId: '420199' })))
      .toEqual({ code: 'voices.areaUnknown' })
    const own = await said.post('rider', { areaId: null })
    const wide = await said.post('admin', { areaId: null })
    expect((await said.one(own)).areaId).toBe(COMMUNITY)
    expect((await said.one(wide, 'rider')).areaId).toBe('4201')
    // What concerns all around is found from inside.
    const { voices } = await city.as('rider').ask('voices.near', { view: 'open', areaId: STREET })
    expect(voices.map(({ id }) => id).sort()).toEqual([own, wide].sort())
    const far = await city.as('rider').ask('voices.near', { view: 'open', areaId: '420105' })
    expect(far.voices.map(({ id }) => id)).toEqual([wide])
  })

  it('a complaint goes to the city instead of the area\'s staff, and is due in 15 working days', async () => {
    const id = await said.post('rider', { kind: 'complaint', text: '社区人员态度不好' })
    const dueAt = addWorkingDays(city.time.now, 15)
    expect(await said.one(id, 'admin')).toMatchObject({ areaId: '4201', dueAt, promisedAt: dueAt })
    await expect(said.one(id, 'staff')).rejects.toThrow('404')
    await expect(said.one(id, 'rider2')).rejects.toThrow('404')
    expect((await city.as('rider2').ask('voices.near', { view: 'open', areaId: null })).voices).toEqual([])
    expect(await said.told('admin')).toEqual(['voices.posted'])
  })
})

describe('without an account', () => {
  const visitor = () => apiOf(
    async (path, init) => await city.fetchAs(undefined)(path, init),
    () => city.time.now,
  )
  const CODE = '4821 0097 3355 1246'
  const complaint = () => wish({ kind: 'complaint', code: CODE, text: '热水器坏了两天' })

  it('somebody complains, and looks the answer up by the code that their phone drew', async () => {
    const input = complaint()
    await visitor().done('voices.post', input)
    const read = async (code: string) => await visitor().ask('voices.byCode', { code })
    expect(await read('4821009733551246')).toMatchObject({ state: 'open', text: '热水器坏了两天', reply: null })
    await said.answer(input.voiceId, 'done', 'admin', '换了新的')
    expect(await read(CODE)).toMatchObject({ state: 'done', reply: { words: '换了新的' } })
    const author = await city.as('admin').ask('voices.author', { voiceId: input.voiceId })
    expect(author).toEqual({ name: null, phone: '' })
    // The database has the code nowhere.
    for (const table of ['voices', 'receipts', 'steps', 'audit'])
      expect(JSON.stringify(await city.database.run(`select * from ${table}`))).not.toMatch(/4821.?0097/)
  })

  it('the same complaint counts once, and a code opens one voice', async () => {
    const input = complaint()
    expect(await visitor().fiveTimes('voices.post', input)).toMatchObject({ status: 'accepted' })
    await visitor().done('voices.post', input)
    expect(await visitor().refused('voices.post', complaint())).toEqual({ code: 'voices.idTaken' })
    expect(await visitor().refused('voices.post', { ...input, code: '1111222233334444' }))
      .toEqual({ code: 'voices.idTaken' })
    expect(await city.as('rider').refused('voices.post', input)).toEqual({ code: 'voices.idTaken' })
  })

  it('nobody posts a public voice, sends a photo, or goes without a code', async () => {
    const { code: _code, ...without } = complaint()
    for (const input of [wish({ code: CODE }), without, { ...complaint(), photos: ['a'.repeat(64)] }])
      expect(await visitor().refused('voices.post', input)).toEqual({ code: 'voices.signInFirst' })
  })

  it('an address posts ten voices and guesses twenty codes in an hour', async () => {
    for (let i = 0; i < 10; i++)
      await visitor().done('voices.post', { ...complaint(), code: `10000000000000${i}0` })
    expect(await visitor().sendOne('voices.post', { ...complaint(), code: '9999888877776666' }))
      .toMatchObject({ status: 'retry', refusal: { code: 'command.tooOften' } })
    const guess = async (code: string) => (await city.fetchAs(undefined)(
      `/api/queries/voices.byCode?input=${encodeURIComponent(JSON.stringify({ code }))}`,
    )).status
    for (let i = 0; i < 20; i++) expect(await guess(String(2e15 + i))).toBe(404)
    expect(await guess('1000000000000000')).toBe(429)
    city.time.now += 3_600_000
    expect(await guess('1000000000000000')).toBe(200)
    for (let i = 0; i < 30; i++) expect(await guess('1000000000000000')).toBe(200)
  })
})

describe('similar ones', () => {
  it('are open, public, of the area, and the nearest come first', async () => {
    const near = wish({ text: '希望驿站能教大家修电动车' })
    const texts = ['小区门口路灯坏了', '驿站空调不够凉', '想要一个读书角', '充电柜太少']
    for (const text of texts) await said.post('resident', { text })
    await city.as('rider2').done('voices.post', near)
    await said.post('rider', { kind: 'complaint', text: '修电动车的师傅乱收费' })
    await said.post('rider3', { areaId: '420105', text: '想学修电动车' })
    const ask = async (text: string) =>
      (await city.as('rider').ask('voices.similar', { text, areaId: COMMUNITY })).map(({ id }) => id)
    expect(await ask('能不能开个修电动车的班')).toEqual([near.voiceId])
    expect(await ask('食堂太远')).toEqual([])
    await said.answer(near.voiceId, 'declined')
    expect(await ask('能不能开个修电动车的班')).toEqual([])
  })

  it('are found among five thousand, also those that only staff would merge', async () => {
    const things = ['路灯', '门禁', '充电柜', '厕所', '热水', '空调', '食堂', '停车', '雨棚', '理发']
    const wants = ['太少了', '什么时候修', '能不能多开一会儿', '找不到', '太贵', '希望离家近']
    await insertVoices(city, Array.from({ length: 5000 }, (_, i) =>
      ({ text: `${things[i % 10]}${wants[i % 6]}，第${i % 97}栋这边`, shownAt: city.time.now - i })))
    const id = await said.post('rider2', { text: '想学剪辑短视频' })
    const found = await city.as('rider').ask('voices.similar', { text: '有没有教短视频剪辑的', areaId: null })
    expect(found.map(voice => voice.id)).toEqual([id])
    const other = await said.post('rider3', { text: '教教剪辑短视频吧' })
    expect((await city.as('staff').ask('voices.targets', { voiceId: other }))[0]).toMatchObject({ id })
  })
})

it('what one said and supported is in one\'s own data, and its photos go with the account', async () => {
  const hash = await streetOf(city).photo('rider')
  const id = await said.post('rider', { photos: [hash], isAnonymous: true })
  const other = await said.post('rider2')
  await said.support('rider', other)
  expect(await city.as('rider').ask('identity.export', {})).toMatchObject({
    voices: { said: [{ id, isAnonymous: true }], supported: [{ voiceId: other }], judged: [] },
  })
  await city.as('rider').done('identity.deleteMe', { confirm: true })
  expect(await said.one(id, 'rider2')).toMatchObject({ authorName: null, photos: [] })
  expect((await said.one(other)).supporters).toBe(1)
})

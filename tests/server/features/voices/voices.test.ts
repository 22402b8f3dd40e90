import type { PersonName, TestCity } from '../../../support/city.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'

let city: TestCity
beforeEach(async () => {
  city = await openTestCity()
})
afterEach(() => city.close())

const complain = (complaintId: string = crypto.randomUUID(), text = '夜里字太小，看不清') => ({
  id: crypto.randomUUID(),
  name: 'voices.complain',
  input: { complaintId, text, page: 'report' },
})
const reply = (complaintId: string, words = '已加大字号') => ({
  id: crypto.randomUUID(),
  name: 'voices.reply',
  input: { complaintId, words },
})

it('a rider complains from any page and reads the answer', async () => {
  const { send, ask } = city.as('rider')
  const mine = complain()
  expect(await send(mine)).toMatchObject([{ status: 'accepted' }])
  const { complaintId, text, page } = mine.input
  expect(await ask('voices.mine', {})).toMatchObject([
    { id: complaintId, text, page, at: city.time.now, rank: city.time.now, reply: null },
  ])

  city.time.now += 60_000
  expect(await city.as('admin').send(reply(complaintId))).toMatchObject([{ status: 'accepted' }])
  expect(await ask('voices.mine', {})).toMatchObject([
    { id: complaintId, reply: { words: '已加大字号', at: city.time.now } },
  ])
  expect((await ask('notices.mine', {})).notices).toMatchObject([
    { kind: 'voices.replied', ref: complaintId, words: '已加大字号' },
  ])
})

it.each(['rider', 'resident', 'keeper', 'staff', 'unit', 'admin'] as const)(
  '%s may complain',
  async (name: PersonName) => {
    expect(await city.as(name).send(complain())).toMatchObject([{ status: 'accepted' }])
  },
)

it('nobody answers their own', async () => {
  const own = complain()
  await city.as('admin').send(own)
  expect(await city.as('admin').send(reply(own.input.complaintId)))
    .toMatchObject([{ status: 'refused', refusal: { code: 'voices.own' } }])
  expect(await city.as('admin2').send(reply(own.input.complaintId))).toMatchObject([{ status: 'accepted' }])
})

it('a complaint written without a signal counts from when it was written', async () => {
  const written = city.time.now - 3_600_000
  await city.as('rider').send({ ...complain(), madeAt: written })
  expect(await city.as('rider').ask('voices.mine', {})).toMatchObject([{ at: written }])
})

it('a complaint sent twice is one, whether as the same command or as another', async () => {
  const { send, ask } = city.as('rider')
  const once = complain()
  expect(await send(once, once, complain(once.input.complaintId))).toMatchObject([
    { status: 'accepted' },
    { status: 'accepted' },
    { status: 'accepted' },
  ])
  expect(await ask('voices.mine', {})).toHaveLength(1)
})

it('nobody can take over another\'s complaint, nor read it', async () => {
  const once = complain()
  await city.as('rider').send(once)
  expect(await city.as('rider2').send(complain(once.input.complaintId, '别的话'))).toMatchObject([
    { status: 'refused', refusal: { code: 'voices.idTaken' } },
  ])
  expect(await city.as('rider2').ask('voices.mine', {})).toEqual([])
})

it('an empty complaint is malformed', async () => {
  expect(await city.as('rider').send(complain(undefined, '  '))).toMatchObject([{ status: 'malformed' }])
})

it('a complaint that does not exist cannot be answered', async () => {
  expect(await city.as('admin').send(reply(crypto.randomUUID()))).toMatchObject([
    { status: 'refused', refusal: { code: 'voices.unknown' } },
  ])
})

it('the same answer sent again tells the rider once; another one mends the words', async () => {
  const { input: { complaintId }, ...rest } = complain()
  await city.as('rider').send({ ...rest, input: { complaintId, text: '字太小', page: 'home' } })
  const once = reply(complaintId)
  await city.as('admin').send(once)
  await city.as('admin').send(once)
  expect((await city.as('rider').ask('notices.mine', {})).notices).toHaveLength(1)
  await city.as('admin').send(reply(complaintId, '下周改好'))
  expect(await city.as('rider').ask('voices.mine', {})).toMatchObject([{ reply: { words: '下周改好' } }])
})

it.each(['rider', 'keeper', 'staff', 'unit'] as const)(
  '%s neither answer complaints nor read the desk\'s list',
  async (name) => {
    const once = complain()
    await city.as('rider2').send(once)
    expect(await city.as(name).send(reply(once.input.complaintId))).toMatchObject([
      { status: 'refused', refusal: { code: 'command.notForYourRole' } },
    ])
    expect((await city.as(name).fetch('/api/queries/desk.complaints')).status).toBe(403)
  },
)

it('the organisers see what waits for an answer first, the longest waiting on top', async () => {
  const [answered, older, newer] = [complain(), complain(), complain()]
  for (const one of [answered, older, newer]) {
    await city.as('rider').send(one)
    city.time.now += 1000
  }
  await city.as('admin').send(reply(answered.input.complaintId))
  expect((await city.as('admin').ask('desk.complaints', {})).map(({ id }) => id)).toEqual(
    [older, newer, answered].map(({ input }) => input.complaintId),
  )
})

it('who has left is answered without being called back into the city', async () => {
  const once = complain()
  await city.as('rider').send(once)
  await city.as('rider').send({ name: 'identity.deleteMe', input: { confirm: true } })
  expect(await city.as('admin').send(reply(once.input.complaintId))).toMatchObject([{ status: 'accepted' }])
  expect(await city.database.run('select * from notices where kind <> \'voices.posted\'')).toEqual([])
})

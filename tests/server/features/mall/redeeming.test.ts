import type { TestCity } from '../../../support/city.ts'
import type { Counter } from './counter.ts'
import { randomUUID } from 'node:crypto'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { expect, it } from 'vitest'
import { freshCity } from '../../../support/fresh-city.ts'
import { counterOf, PRICE, STATIONS } from './counter.ts'

const MINUTE_MS = 60_000
let city: TestCity
let counter: Counter
freshCity(async (given) => {
  city = given
  counter = await counterOf(city)
  await counter.earn('rider', 2)
})
const today = (days = 0) => dayOf(city.time.now + days * DAY_MS)

it('an order sets pieces and points aside, and shows its number, its code and its digits', async () => {
  const itemId = await counter.list()
  const input = counter.wish(itemId, { count: 2 })
  const reply = await city.as('rider').sendOne('mall.redeem', input)
  const pickUpBy = Date.parse('2026-11-30T23:59:59+08:00')
  expect(reply).toMatchObject({ status: 'accepted', result: { number: 1, pickUpBy } })
  expect(await counter.orderOf('rider', input.orderId)).toMatchObject({
    number: 1,
    state: 'open',
    count: 2,
    points: 2 * PRICE,
    pickUpBy,
    station: { name: '桥头驿站' },
    code: expect.stringMatching(/^bee:p:/),
    digits: expect.stringMatching(/^\d{6}$/),
    day: null,
  })
  expect(await city.as('rider').ask('points.mine', {})).toMatchObject({
    available: 100 - 2 * PRICE,
    held: 2 * PRICE,
  })
  expect(await counter.shelf(itemId)).toMatchObject({ onHand: 10, reserved: 2 })
  expect((await city.as('rider').ask('mall.item', { itemId })).mine).toBe(2)
})

it('the same wish five times at once is one order, and its id is nobody else\'s', async () => {
  const itemId = await counter.list()
  const input = counter.wish(itemId)
  expect(await city.as('rider').fiveTimes('mall.redeem', input)).toMatchObject({ status: 'accepted' })
  expect(await counter.orders('rider')).toHaveLength(1)
  expect(await counter.shelf(itemId)).toMatchObject({ reserved: 1 })
  await counter.earn('rider2')
  for (const by of ['rider', 'rider2'] as const)
    expect(await city.as(by).refused('mall.redeem', input)).toMatchObject({ code: 'mall.idTaken' })
})

it('sold out, it names the nearest station that has enough', async () => {
  const itemId = await counter.list({}, 1)
  await city.as('admin').done('mall.arrive', {
    moveId: randomUUID(),
    itemId,
    stationId: STATIONS.market.id,
    count: 2,
    words: '',
  })
  await city.as('admin').done('mall.arrive', {
    moveId: randomUUID(),
    itemId,
    stationId: STATIONS.lake.id,
    count: 3,
    words: '',
  })
  const refusal = { code: 'mall.soldOut', free: 1 } as const
  expect(await city.as('rider').refused('mall.redeem', counter.wish(itemId, { count: 2 }))).toMatchObject({
    ...refusal,
    stationId: STATIONS.market.id,
    stationName: '集市驿站',
  })
  expect(await city.as('rider').refused('mall.redeem', counter.wish(itemId, { count: 3 }))).toMatchObject({
    ...refusal,
    stationId: STATIONS.lake.id,
    stationName: '湖边驿站',
  })
  expect(await city.as('rider').sendOne('mall.redeem', counter.wish(itemId, { count: 4 }))).toEqual(
    expect.objectContaining({ refusal }),
  )
})

it('what isn\'t affordable is refused, and the pieces stay free', async () => {
  const itemId = await counter.list()
  expect(await city.as('rider').refused('mall.redeem', counter.wish(itemId, { count: 4 }))).toMatchObject({
    code: 'points.notEnough',
    price: 4 * PRICE,
    available: 100,
  })
  expect(await counter.shelf(itemId)).toMatchObject({ reserved: 0 })
  expect(await counter.orders('rider')).toEqual([])
})

it('another price than was shown is never charged', async () => {
  const itemId = await counter.list({ price: 31 })
  expect(await city.as('rider').refused('mall.redeem', counter.wish(itemId))).toMatchObject({
    code: 'mall.priceChanged',
    price: 31,
  })
})

it('what is unlisted, not yet or no longer on offer, missing or out of stock can\'t be had', async () => {
  const { list, wish } = counter
  for (const wanted of [
    wish(await list({ isListed: false })),
    wish(await list({ from: today(1) })),
    wish(await list({ to: today(-1) })),
    wish(await list({ stations: [STATIONS.market.id] })),
    wish(await list(), { stationId: randomUUID() }),
  ])
    expect(await city.as('rider').refused('mall.redeem', wanted)).toMatchObject({ code: 'mall.notOffered' })
  const unknown = wish(randomUUID())
  expect(await city.as('rider').refused('mall.redeem', unknown)).toMatchObject({ code: 'mall.itemUnknown' })
  await city.as('rider').done('mall.redeem', wish(await list({ from: today(), to: today() })))
})

it('a limit per person counts what waits and what was handed over, not what was cancelled', async () => {
  const itemId = await counter.list({ perPerson: 2, price: 1 })
  const one = { price: 1 }
  const first = await counter.redeem('rider', itemId, one)
  await city.as('keeper').done('mall.handOver', { code: first.code!, stationId: STATIONS.bridge.id })
  const second = await counter.redeem('rider', itemId, one)
  expect(await city.as('rider').refused('mall.redeem', counter.wish(itemId, one))).toMatchObject({
    code: 'mall.perPerson',
    most: 2,
  })
  await city.as('rider').done('mall.cancel', { orderId: second.id })
  await counter.redeem('rider', itemId, one)
})

it('a meal that somebody was given leaves what they may redeem themselves', async () => {
  const itemId = await counter.list({ kind: 'meal', category: 'meal', perPerson: 1, price: 1 })
  await city.as('staff').done('mall.giveMeal', {
    orderId: randomUUID(),
    itemId,
    stationId: STATIONS.bridge.id,
    phone: city.phoneOf('rider'),
    day: today(),
    words: '路口救人',
  })
  const mine = async () => (await city.as('rider').ask('mall.item', { itemId })).mine
  expect(await mine()).toBe(0)
  await counter.redeem('rider', itemId, { price: 1, day: today() })
  expect(await mine()).toBe(1)
  expect(
    await city.as('rider').refused('mall.redeem', counter.wish(itemId, { price: 1, day: today() })),
  ).toMatchObject({ code: 'mall.perPerson', most: 1 })
})

it('of ten wishes of one person at once, a limit of two lets two through', async () => {
  const itemId = await counter.list({ perPerson: 2, price: 1 })
  const replies = await Promise.all(
    Array.from({ length: 10 }, () =>
      city.as('rider').sendOne('mall.redeem', counter.wish(itemId, { price: 1 }))),
  )
  expect(replies.filter(({ status }) => status === 'accepted')).toHaveLength(2)
})

it('a meal is for a day, from today to a week ahead; goods are for none', async () => {
  const meal = await counter.list({ kind: 'meal', category: 'meal' })
  const { wish } = counter
  for (const wanted of [
    ...[undefined, today(-1), today(8)].map(day => wish(meal, { day })),
    wish(await counter.list(), { day: today() }),
  ])
    expect(await city.as('rider').refused('mall.redeem', wanted)).toMatchObject({ code: 'mall.dayWrong' })
  expect(await counter.redeem('rider', meal, { day: today(7) })).toMatchObject({
    day: today(7),
    pickUpBy: Date.parse(`${today(7)}T23:59:59+08:00`),
  })
})

it('a wish made without a network is decided when it arrives, and its owner hears of it', async () => {
  const itemId = await counter.list({ to: today() })
  expect(await city.as('rider').later(61 * MINUTE_MS, 'mall.redeem', counter.wish(itemId))).toMatchObject({
    status: 'accepted',
  })
  expect((await city.as('rider').ask('notices.mine', {})).notices[0]).toMatchObject({
    kind: 'mall.ordered',
    number: 1,
    words: '毛巾',
    points: PRICE,
  })
  await counter.redeem('rider', itemId)
  expect((await counter.told('rider')).filter(kind => kind === 'mall.ordered')).toHaveLength(1)
  city.time.now += DAY_MS
  expect(await city.as('rider').later(DAY_MS, 'mall.redeem', counter.wish(itemId))).toMatchObject(
    counter.refused({ code: 'mall.notOffered' }),
  )
})

it('the clock itself orders nothing', async () => {
  const itemId = await counter.list()
  expect(await city.as('staff').send({ name: 'mall.redeem', input: counter.wish(itemId) })).toMatchObject([
    { refusal: { code: 'points.notEnough' } },
  ])
})

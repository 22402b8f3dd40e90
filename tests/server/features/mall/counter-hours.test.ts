import type { CommandInput } from '#shared/commands.ts'
import type { TestCity } from '../../../support/city.ts'
import type { Counter } from './counter.ts'
import { randomUUID } from 'node:crypto'
import { mallOrders } from '#server/features/mall/tables.ts'
import { lapseOrders, remindOfOrders, tellOfClosures } from '#server/features/mall/tasks.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { freshCity } from '../../../support/fresh-city.ts'
import { counterOf, PRICE, STATIONS } from './counter.ts'

let city: TestCity
let counter: Counter
let itemId: string
freshCity(async (given) => {
  city = given
  counter = await counterOf(city)
  await counter.earn('rider', 2)
  itemId = await counter.list()
})

const stationId = STATIONS.bridge.id
const NINE_TO_SIX = Array.from({ length: 7 }, () => [540, 1080])
const keep = async (changes: Omit<CommandInput<'stations.keep'>, 'stationId'>) =>
  await city.as('keeper').done('stations.keep', { stationId, ...changes })
const closedOn = (...days: string[]) => ({
  hours: { week: NINE_TO_SIX, exceptions: days.map(day => ({ day, span: null, words: '停电' })) },
})
const lastSecondOf = (day: string) => startOfDay(day) + DAY_MS - 1000
const dayAfter = (days: number) => dayOf(city.time.now + days * DAY_MS)
const closures = async (by: 'rider' | 'rider2' = 'rider') =>
  (await city.as(by).ask('notices.mine', {})).notices.filter(({ kind }) =>
    ['mall.counterShut', 'mall.daysClosed'].includes(kind))

const stateOf = async (id: string) =>
  (await city.database.read.select().from(mallOrders).where(eq(mallOrders.id, id)))[0]?.state

it('an item and an order say when their counter is open', async () => {
  await keep({ shut: { words: '停水' } })
  const { station } = await counter.redeem('rider', itemId)
  const open = { week: NINE_TO_SIX, exceptions: [], shut: '停水' }
  expect(station.counter).toEqual(open)
  expect((await city.as('rider').ask('mall.item', { itemId })).stock[0]?.station.counter).toEqual(open)
})

it('a week ends on a day when the counter opens, and a night past midnight counts to its day', async () => {
  await keep(closedOn(dayAfter(7), dayAfter(8)))
  expect((await counter.redeem('rider', itemId)).pickUpBy).toBe(lastSecondOf(dayAfter(9)))
  await keep({ hours: { week: NINE_TO_SIX.map(() => [1080, 1560]), exceptions: [] } })
  expect((await counter.redeem('rider', itemId)).pickUpBy).toBe(lastSecondOf(dayAfter(7)) + 2 * 3_600_000)
})

it('an order whose counter was closed all the last day waits for another, and then lapses', async () => {
  const { id, pickUpBy } = await counter.redeem('rider', itemId)
  city.time.now = startOfDay(dayOf(pickUpBy)) - 3 * 3_600_000
  await keep({ shut: { words: '停水' } })
  city.time.now = pickUpBy + 16_000
  expect(await lapseOrders(city)).toBe(1)
  const longer = await counter.orderOf('rider', id)
  expect(longer).toMatchObject({ state: 'open', pickUpBy: pickUpBy + 2 * DAY_MS })
  await keep({ shut: null })
  city.time.now = Date.parse(`${dayOf(longer.pickUpBy - DAY_MS)}T10:00:00+08:00`)
  expect(await remindOfOrders(city)).toBe(1)
  city.time.now = longer.pickUpBy + 1
  expect(await lapseOrders(city)).toBe(1)
  expect((await counter.orderOf('rider', id)).state).toBe('lapsed')
})

it('one shut for part of its last day is over with it; and nobody waits for ever', async () => {
  const { id, pickUpBy } = await counter.redeem('rider', itemId)
  city.time.now = Date.parse(`${dayOf(pickUpBy)}T15:00:00+08:00`)
  await keep({ shut: { words: '停水' } })
  const other = await counter.redeem('rider', itemId)
  city.time.now = pickUpBy + 1
  await lapseOrders(city)
  expect(await stateOf(id)).toBe('lapsed')
  for (let days = 0; days < 70; days++) {
    city.time.now += DAY_MS
    await lapseOrders(city)
  }
  expect(await stateOf(other.id)).toBe('lapsed')
})

it('a meal is for a day when its counter opens, and today only until it closes', async () => {
  const mealId = await counter.list({ kind: 'meal', category: 'meal', name: '午餐' })
  await keep(closedOn(dayAfter(1)))
  const meal = (day: string) => counter.wish(mealId, { day })
  expect(await city.as('rider').refused('mall.redeem', meal(dayAfter(1)))).toMatchObject({
    code: 'mall.closedThatDay',
    day: dayAfter(1),
  })
  const phone = city.phoneOf('rider')
  const gift = { orderId: randomUUID(), phone, itemId: mealId, stationId, words: '送药' }
  expect(
    await city.as('staff').refused('mall.giveMeal', { ...gift, day: dayAfter(1) }),
  ).toMatchObject({ code: 'mall.closedThatDay' })
  await city.as('rider').done('mall.redeem', meal(dayAfter(0)))
  city.time.now = Date.parse(`${dayAfter(0)}T18:00:00+08:00`)
  expect(await city.as('rider').refused('mall.redeem', meal(dayAfter(0)))).toMatchObject({
    code: 'mall.closedThatDay',
  })
  await city.as('rider').done('mall.redeem', meal(dayAfter(2)))
  expect((await city.as('rider').ask('points.mine', {})).held).toBe(2 * PRICE)
})

it('who waits for an order is told once that the station has closed, and nobody else', async () => {
  const { id, number } = await counter.redeem('rider', itemId)
  await keep({ notice: '热水在左边' })
  expect(await tellOfClosures(city)).toBe(0)
  await keep({ shut: { words: '停水检修' } })
  await keep({ shut: { words: '停水检修，下午三点开' } })
  expect([await tellOfClosures(city), await tellOfClosures(city)]).toEqual([1, 0])
  expect(await closures()).toMatchObject([
    { kind: 'mall.counterShut', ref: id, number, words: '桥头驿站：停水检修，下午三点开' },
  ])
  expect(await closures('rider2')).toEqual([])
})

it('a station that was opened again within the minute has told nobody', async () => {
  await counter.redeem('rider', itemId)
  await keep({ shut: { words: '停水' } })
  await keep({ shut: null })
  expect(await tellOfClosures(city)).toBe(0)
})

it('days that were opened again within the minute are told to nobody', async () => {
  await counter.redeem('rider', itemId)
  await keep(closedOn(dayAfter(2)))
  city.time.now += 1000
  await keep(closedOn())
  await tellOfClosures(city)
  expect(await closures()).toEqual([])
})

it('days that close one after the other within the minute are told together', async () => {
  const { id } = await counter.redeem('rider', itemId)
  await keep(closedOn(dayAfter(2)))
  city.time.now += 1000
  await keep(closedOn(dayAfter(2), dayAfter(3)))
  expect([await tellOfClosures(city), await tellOfClosures(city)]).toEqual([1, 0])
  expect(await closures()).toMatchObject([
    { kind: 'mall.daysClosed', ref: id, words: `桥头驿站：${dayAfter(2)} 停电、${dayAfter(3)} 停电` },
  ])
})

it('days that close are told too; other hours and more days are not', async () => {
  const { id } = await counter.redeem('rider', itemId)
  await keep({ hours: { week: NINE_TO_SIX.map(() => [600, 1020]), exceptions: [] } })
  expect(await tellOfClosures(city)).toBe(0)
  await keep(closedOn(dayAfter(2), dayAfter(3)))
  expect(await tellOfClosures(city)).toBe(1)
  expect(await closures()).toMatchObject([
    { kind: 'mall.daysClosed', ref: id, words: `桥头驿站：${dayAfter(2)} 停电、${dayAfter(3)} 停电` },
  ])
})

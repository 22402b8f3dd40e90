import type { TestCity } from '../../../support/city.ts'
import type { Counter } from './counter.ts'
import { randomUUID } from 'node:crypto'
import { lapseOrders, remindOfOrders } from '#server/features/mall/tasks.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
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
const balance = async () => {
  const { available, held } = await city.as('rider').ask('points.mine', {})
  return [available, held]
}

it('cancelled by its owner, points and pieces are free at once, and its codes are gone', async () => {
  const { id } = await counter.redeem('rider', itemId)
  expect(await balance()).toEqual([100 - PRICE, PRICE])
  expect(await city.as('rider').fiveTimes('mall.cancel', { orderId: id })).toMatchObject({
    status: 'accepted',
  })
  expect(await balance()).toEqual([100, 0])
  expect(await counter.shelf(itemId)).toMatchObject({ onHand: 10, reserved: 0 })
  expect(await counter.orderOf('rider', id)).toMatchObject({
    state: 'cancelled',
    closedAt: city.time.now,
    code: null,
    digits: null,
  })
  expect(await city.as('rider').refused('mall.cancel', { orderId: id })).toMatchObject({
    code: 'mall.orderClosed',
    state: 'cancelled',
  })
})

it('another\'s order counts as unknown, whoever asks', async () => {
  const { id } = await counter.redeem('rider', itemId)
  for (const by of ['rider2', 'keeper', 'staff', 'admin'] as const) {
    expect(await city.as(by).refused('mall.cancel', { orderId: id })).toMatchObject({
      code: 'mall.orderUnknown',
    })
  }
  expect(await city.as('rider').refused('mall.cancel', { orderId: randomUUID() })).toMatchObject({
    code: 'mall.orderUnknown',
  })
  expect((await counter.orderOf('rider', id)).state).toBe('open')
})

it('nobody but the clock lets an order lapse or reminds of it', async () => {
  const { id } = await counter.redeem('rider', itemId)
  for (const name of ['mall.lapse', 'mall.remind'] as const) {
    for (const by of ['rider', 'keeper', 'admin'] as const) {
      expect(await city.as(by).refused(name, { orderId: id })).toMatchObject({
        code: 'command.notForYourRole',
      })
    }
  }
  const closure = { stationId: STATIONS.bridge.id, at: 0 }
  for (const by of ['rider', 'keeper', 'admin'] as const) {
    expect(await city.as(by).refused('mall.tellClosure', closure)).toMatchObject({
      code: 'command.notForYourRole',
    })
  }
})

it('not picked up in time it lapses by itself, once, with a word the day before', async () => {
  const { id, number, pickUpBy } = await counter.redeem('rider', itemId)
  expect([await remindOfOrders(city), await lapseOrders(city)]).toEqual([0, 0])
  city.time.now = Date.parse(`${dayOf(pickUpBy - DAY_MS)}T10:00:00+08:00`)
  expect([await remindOfOrders(city), await remindOfOrders(city)]).toEqual([1, 0])
  city.time.now = pickUpBy
  expect(await lapseOrders(city)).toBe(0)
  city.time.now = pickUpBy + 1
  expect([await lapseOrders(city), await lapseOrders(city)]).toEqual([1, 0])
  expect(await balance()).toEqual([100, 0])
  expect(await counter.shelf(itemId)).toMatchObject({ onHand: 10, reserved: 0 })
  expect(await counter.orderOf('rider', id)).toMatchObject({ state: 'lapsed' })
  const { notices } = await city.as('rider').ask('notices.mine', {})
  expect(notices.filter(({ kind }) => kind.startsWith('mall.'))).toMatchObject([
    { kind: 'mall.lapsed', ref: id, number, points: PRICE },
    { kind: 'mall.lapsing', ref: id, number, points: PRICE },
  ])
})

it('a meal lapses at the end of its day; one for today is not reminded of', async () => {
  const meal = await counter.list({ kind: 'meal', category: 'meal' })
  const { pickUpBy } = await counter.redeem('rider', meal, { day: dayOf(city.time.now) })
  city.time.now = pickUpBy
  expect([await remindOfOrders(city), await lapseOrders(city)]).toEqual([0, 0])
  city.time.now += 1000
  expect(await lapseOrders(city)).toBe(1)
})

it('whoever erases their account leaves no open order, and gets their orders in the export', async () => {
  const open = await counter.redeem('rider', itemId)
  const exported = await city.as('rider').ask('identity.export', {})
  expect(exported.orders).toMatchObject([{ id: open.id, item: '毛巾', points: PRICE, state: 'open' }])
  expect(JSON.stringify(exported.orders)).not.toMatch(/digits/i)
  await city.as('rider').done('identity.deleteMe', { confirm: true })
  expect(await counter.shelf(itemId)).toMatchObject({ onHand: 10, reserved: 0 })
})

it('cancelled while it is handed over, one of the two holds', async () => {
  for (let round = 0; round < 5; round++) {
    const { id, code, station } = await counter.redeem('rider', itemId, { count: 1 })
    const [cancelled, handed] = await Promise.all([
      city.as('rider').sendOne('mall.cancel', { orderId: id }),
      city.as('keeper').sendOne('mall.handOver', { code: code!, stationId: station.id }),
    ])
    expect([cancelled.status, handed.status].sort()).toEqual(['accepted', 'refused'])
    expect((await counter.orderOf('rider', id)).state).toBe(
      cancelled.status === 'accepted' ? 'cancelled' : 'handedOver',
    )
    if (handed.status === 'accepted') await counter.earn('rider')
  }
})

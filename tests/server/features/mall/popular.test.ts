import type { TestCity } from '../../../support/city.ts'
import type { Counter } from './counter.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { expect, it } from 'vitest'
import { apiOf } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { counterOf } from './counter.ts'

let city: TestCity
let counter: Counter
freshCity(async (given) => {
  city = given
  counter = await counterOf(city)
  await counter.earn('rider', 3)
})
const redeemed = async () => {
  city.time.now += 3_600_000 // It is counted once an hour.
  const visitor = apiOf(async (path, init) => await city.fetchAs(undefined)(path, init), city.clock)
  const { items } = await visitor.ask('mall.items', {})
  return Object.fromEntries(items.map(({ name, redeemed }) => [name, redeemed]))
}

it('the mall counts the orders of each item in the last 30 days, without those called off', async () => {
  const [towel, soap] = [await counter.list({ name: '毛巾' }), await counter.list({ name: '肥皂' })]
  expect(await redeemed()).toEqual({ 毛巾: 0, 肥皂: 0 })
  await counter.redeem('rider', towel, { count: 2 })
  await counter.redeem('rider', towel)
  const { id: orderId } = await counter.redeem('rider', soap)
  expect(await redeemed()).toEqual({ 毛巾: 2, 肥皂: 1 })
  await city.as('rider').done('mall.cancel', { orderId })
  expect(await redeemed()).toEqual({ 毛巾: 2, 肥皂: 0 })
  city.time.now += 30 * DAY_MS
  expect(await redeemed()).toEqual({ 毛巾: 0, 肥皂: 0 })
})

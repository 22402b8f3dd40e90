import type { TestCity } from '../../../support/city.ts'
import type { Counter } from './counter.ts'
import { expect, it } from 'vitest'
import { freshCity } from '../../../support/fresh-city.ts'
import { counterOf, STATIONS } from './counter.ts'

const stationId = STATIONS.bridge.id
let city: TestCity
let counter: Counter
let itemId: string
let hours = 0
freshCity(async (given) => {
  city = given
  // The process remembers a keeper's wrong digits for an hour, and the keeper of every city has the same id.
  city.time.now += 3_600_000 * (hours += 2)
  counter = await counterOf(city)
  await counter.earn('rider', 2)
  itemId = await counter.list({}, 3)
})

const query = (by: 'keeper' | 'staff' | 'rider', input: object) =>
  city.as(by).fetch(`/api/queries/mall.orderOfDigits?input=${encodeURIComponent(JSON.stringify(input))}`)

it('digits name the order they were read for, before anything is decided', async () => {
  const { id, digits } = await counter.redeem('rider', itemId, { count: 2 })
  const order = await city.as('keeper').ask('mall.orderOfDigits', { stationId, digits: digits! })
  expect(order).toMatchObject({ id, number: 1, state: 'open', itemId, itemName: '毛巾', count: 2 })
  expect(await counter.orderOf('rider', id)).toMatchObject({ state: 'open' })
  await city.as('rider').done('mall.cancel', { orderId: id })
  expect(await city.as('keeper').ask('mall.orderOfDigits', { stationId, digits: digits! })).toMatchObject({
    id,
    state: 'cancelled',
  })
})

it('digits of nobody, of another station, or asked by others are not found', async () => {
  const { digits } = await counter.redeem('rider', itemId)
  const other = String((Number(digits) + 1) % 1_000_000).padStart(6, '0')
  expect(await city.as('keeper').ask('mall.orderOfDigits', { stationId, digits: other })).toBeNull()
  expect(
    await city.as('keeper').ask('mall.orderOfDigits', { stationId: STATIONS.market.id, digits: digits! }),
  ).toBeNull()
  const statuses = async (by: 'keeper' | 'staff' | 'rider', ...inputs: object[]) =>
    await Promise.all(inputs.map(async input => (await query(by, input)).status))
  expect(await statuses('keeper', { stationId: STATIONS.lake.id, digits })).toEqual([404])
  expect(await statuses('staff', { stationId, digits })).toEqual([403])
  expect(await statuses('rider', { stationId, digits })).toEqual([403])
  expect(await statuses('keeper', { stationId, digits: '12a456' })).toEqual([400])
})

it('after thirty wrong digits in an hour none are looked up or taken; an hour later they are', async () => {
  const { digits } = await counter.redeem('rider', itemId)
  const right = { stationId, digits: digits! }
  const wrong = (n: number) => ({
    stationId,
    digits: String((Number(digits) + 1 + n) % 1_000_000).padStart(6, '0'),
  })
  for (let n = 0; n < 30; n++) expect(await city.as('keeper').ask('mall.orderOfDigits', wrong(n))).toBeNull()
  expect(await city.as('keeper').ask('mall.orderOfDigits', right)).toBe('tooMany')
  expect(await city.as('keeper').refused('mall.handOver', { stationId, code: digits! })).toMatchObject({
    code: 'mall.tooManyDigits',
  })
  city.time.now += 3_600_001
  expect(await city.as('keeper').ask('mall.orderOfDigits', right)).toMatchObject({ state: 'open' })
  await city.as('keeper').done('mall.handOver', { stationId, code: digits! })
})

it('wrong digits that a command brought count once, however often its group is run', async () => {
  const { digits } = await counter.redeem('rider', itemId)
  for (let n = 1; n < 30; n++) {
    expect(
      await city
        .as('keeper')
        .refused('mall.handOver', {
          stationId,
          code: String((Number(digits) + n) % 1_000_000).padStart(6, '0'),
        }),
    ).toMatchObject({ code: 'mall.codeWrong' })
  }
  await city.as('keeper').done('mall.handOver', { stationId, code: digits! })
})

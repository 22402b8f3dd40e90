import type { TestCity } from '../../../support/city.ts'
import type { Counter } from './counter.ts'
import { randomUUID } from 'node:crypto'
import { accounts } from '#server/core/identity/index.ts'
import { expect, it } from 'vitest'
import { COMMUNITY } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { givePost } from '../../../support/posts.ts'
import { counterOf, STATIONS } from './counter.ts'

const stationId = STATIONS.bridge.id
let city: TestCity
let counter: Counter
let keeper: ReturnType<TestCity['holding']>
let itemId: string
freshCity(async (given) => {
  city = given
  keeper = await newKeeper()
  counter = await counterOf(city)
  await counter.earn('rider', 2)
  itemId = await counter.list({}, 3)
})

/** A keeper of this test alone: the process remembers wrong digits, and `keeper` has one id in all cities. */
async function newKeeper() {
  const { database, time: { now } } = city
  const person = { id: randomUUID(), phone: '13800000077', role: 'resident', areaId: COMMUNITY } as const
  await database.transact(tx => tx.insert(accounts).values({ ...person, registeredAt: now, createdAt: now }))
  for (const scope of [stationId, STATIONS.market.id])
    await givePost(database, { accountId: person.id, kind: 'keeper', scope })
  return city.holding(await city.signIn(person.phone))
}

const query = ({ fetch }: Pick<typeof keeper, 'fetch'>, input: object) =>
  fetch(`/api/queries/mall.orderOfDigits?input=${encodeURIComponent(JSON.stringify(input))}`)

it('digits name the order they were read for, before anything is decided', async () => {
  const { id, digits } = await counter.redeem('rider', itemId, { count: 2 })
  const order = await keeper.ask('mall.orderOfDigits', { stationId, digits: digits! })
  expect(order).toMatchObject({ id, number: 1, state: 'open', itemId, itemName: '毛巾', count: 2 })
  expect(await counter.orderOf('rider', id)).toMatchObject({ state: 'open' })
  await city.as('rider').done('mall.cancel', { orderId: id })
  expect(await keeper.ask('mall.orderOfDigits', { stationId, digits: digits! })).toMatchObject({
    id,
    state: 'cancelled',
  })
})

it('digits of nobody, of another station, or asked by others are not found', async () => {
  const { digits } = await counter.redeem('rider', itemId)
  const other = String((Number(digits) + 1) % 1_000_000).padStart(6, '0')
  expect(await keeper.ask('mall.orderOfDigits', { stationId, digits: other })).toBeNull()
  expect(
    await keeper.ask('mall.orderOfDigits', { stationId: STATIONS.market.id, digits: digits! }),
  ).toBeNull()
  const statuses = async (by: Pick<typeof keeper, 'fetch'>, ...inputs: object[]) =>
    await Promise.all(inputs.map(async input => (await query(by, input)).status))
  expect(await statuses(keeper, { stationId: STATIONS.lake.id, digits })).toEqual([404])
  expect(await statuses(city.as('staff'), { stationId, digits })).toEqual([403])
  expect(await statuses(city.as('rider'), { stationId, digits })).toEqual([403])
  expect(await statuses(keeper, { stationId, digits: '12a456' })).toEqual([400])
})

it('after thirty wrong digits in an hour none are looked up or taken; an hour later they are', async () => {
  const { digits } = await counter.redeem('rider', itemId)
  const right = { stationId, digits: digits! }
  const wrong = (n: number) => ({
    stationId,
    digits: String((Number(digits) + 1 + n) % 1_000_000).padStart(6, '0'),
  })
  for (let n = 0; n < 30; n++) expect(await keeper.ask('mall.orderOfDigits', wrong(n))).toBeNull()
  expect(await keeper.ask('mall.orderOfDigits', right)).toBe('tooMany')
  expect(await keeper.refused('mall.handOver', { stationId, code: digits! })).toMatchObject({
    code: 'mall.tooManyDigits',
  })
  city.time.now += 3_600_001
  expect(await keeper.ask('mall.orderOfDigits', right)).toMatchObject({ state: 'open' })
  await keeper.done('mall.handOver', { stationId, code: digits! })
})

it('wrong digits that a command brought count once, however often its group is run', async () => {
  const { digits } = await counter.redeem('rider', itemId)
  for (let n = 1; n < 30; n++) {
    expect(
      await keeper
        .refused('mall.handOver', {
          stationId,
          code: String((Number(digits) + n) % 1_000_000).padStart(6, '0'),
        }),
    ).toMatchObject({ code: 'mall.codeWrong' })
  }
  await keeper.done('mall.handOver', { stationId, code: digits! })
})

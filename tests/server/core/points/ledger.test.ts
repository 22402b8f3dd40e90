import type { CommandContext } from '#server/sync/context.ts'
import type { TestCity } from '../../../support/city.ts'
import { checkPoints, holdPoints, settleHold, voidHold } from '#server/core/points/index.ts'
import { pointCaps, transfers } from '#server/core/points/tables.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { byStaff, give } from './awarded.ts'

let city: TestCity
beforeEach(async () => {
  city = await openTestCity()
})
afterEach(() => city.close())

/** Does something in a transaction of its own, as one staff member's command would. */
const within = async <Result>(work: (context: CommandContext) => Promise<Result>) =>
  await city.database.transact(tx => work(byStaff(city, tx)))
const balance = async () =>
  (await city.database.run(`select posted, held from point_accounts where id = '${city.ids.rider}'`))[0]
/** Holds without orders: the mall's invariants are not asked here. */
const brokenButOrders = async () =>
  (await checkPoints(city.database))
    .map(({ name }) => name)
    .filter(name => name !== 'every hold is an order\'s')

it('one cause is paid once, also when it is brought twenty times at once', async () => {
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => give(city, 'a')))
  expect(outcomes.filter(outcome => outcome === 'awarded')).toHaveLength(1)
  expect(outcomes.filter(outcome => outcome === 'already')).toHaveLength(19)
  expect(await city.database.read.select().from(pointCaps)).toMatchObject([{ used: 50 }])
  expect(await checkPoints(city.database)).toEqual([])
})

it('two thousand awards for a thousand causes are a thousand', async () => {
  const dayOf = (n: number) => new Date(Date.UTC(2026, 0, 1 + Math.floor(n / 6))).toISOString().slice(0, 10)
  const outcomes = await Promise.all(
    Array.from({ length: 2_000 }, (_, i) => give(city, `${i % 1_000}`, { occurredOn: dayOf(i % 1_000) })),
  )
  expect(outcomes.filter(outcome => outcome === 'awarded')).toHaveLength(1_000)
  expect(outcomes.filter(outcome => outcome === 'already')).toHaveLength(1_000)
  expect(await balance()).toMatchObject({ posted: 50_000 })
  expect(await checkPoints(city.database)).toEqual([])
})

it('a hundred awards at the cap pay exactly what the cap allows', async () => {
  const outcomes = await Promise.all(Array.from({ length: 100 }, (_, i) => give(city, `${i}`)))
  expect(outcomes.filter(outcome => outcome === 'awarded')).toHaveLength(6)
  expect(outcomes.filter(outcome => outcome === 'capped')).toHaveLength(94)
  expect(await checkPoints(city.database)).toEqual([])
})

it('nobody approves their own award, and none is without approval', async () => {
  await expect(give(city, 'a', { approverId: city.ids.rider })).rejects.toThrow()
  expect(await city.database.read.select().from(transfers)).toEqual([])
  expect(await checkPoints(city.database)).toEqual([])
})

it('an award is a whole amount of at least one', async () => {
  for (const amount of [0, -5]) await expect(give(city, 'a', { amount })).rejects.toThrow()
  expect(await checkPoints(city.database)).toEqual([])
})

it('of twenty orders at once no more hold points than there are; the others learn the rest', async () => {
  await give(city, 'a')
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) =>
      within(context =>
        holdPoints(context, { accountId: city.ids.rider, amount: 20, orderId: `${i}`, note: '' }),
      )),
  )
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
  const refused = outcomes
    .filter(outcome => outcome.status === 'rejected')
    .map(({ reason }) => reason.refusal)
  expect(refused).toEqual(refused.map(() => ({ code: 'points.notEnough', price: 20, available: 10 })))
  expect(await balance()).toEqual({ posted: 50, held: 40 })
  expect(await brokenButOrders()).toEqual([])
})

it('a hold is settled or voided, once, whoever is first', async () => {
  await give(city, 'a')
  const hold = (orderId: string) =>
    within(context => holdPoints(context, { accountId: city.ids.rider, amount: 20, orderId, note: '' }))
  const resolution = { holdId: await hold('order'), orderId: 'order', note: '' }
  const outcomes = await Promise.allSettled(
    Array.from({ length: 10 }, (_, i) =>
      within(context => (i % 2 === 0 ? settleHold : voidHold)(context, resolution))),
  )
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const { posted, held } = await balance() as { posted: number, held: number }
  expect([30, 50]).toContain(posted)
  expect(held).toBe(0)
  await expect(
    within(context => settleHold(context, { holdId: 'none', orderId: 'none', note: '' })),
  ).rejects.toThrow('does not exist')
  expect(await brokenButOrders()).toEqual([])
})

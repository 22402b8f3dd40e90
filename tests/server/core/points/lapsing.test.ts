import type { TestCity } from '../../../support/city.ts'
import { checkPoints, pointsFeature } from '#server/core/points/index.ts'
import { lapseDuePoints, remindOfLapses } from '#server/core/points/tasks.ts'
import { lapseOrders } from '#server/features/mall/tasks.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { byStaff, give } from './awarded.ts'
import { furnish, idOf } from './programs/stage.ts'

const shanghai = (day: string, time = '12:00') => Date.parse(`${day}T${time}:00+08:00`)

let city: TestCity
beforeEach(async () => {
  city = await openTestCity()
  await furnish(city)
})
afterEach(async () => {
  expect(await checkPoints(city.database)).toEqual([])
  await city.close()
})

/** Years pass, and the phones stay signed in. */
async function skipTo(day: string, time?: string) {
  city.time.now = shanghai(day, time)
  await city.database.run(
    `update sessions set expires_at = ${city.time.now + 86_400_000}, seen_at = ${city.time.now}`,
  )
}
const earn = async (amount: number, ref: string) => await give(city, ref, { amount })
const mine = () => city.as('rider').ask('points.mine', {})
const told = async (kind: string) => {
  const { notices } = await city.as('rider').ask('notices.mine', {})
  return notices.filter(notice => notice.kind === kind).map(({ points }) => points)
}
async function redeem(n: number, count: number) {
  const [reply] = await city
    .as('rider')
    .send({
      name: 'mall.redeem',
      input: {
        orderId: idOf('order', n),
        itemId: idOf('item', 0),
        stationId: idOf('station', 0),
        count,
        price: 15,
      },
    })
  expect(reply).toMatchObject({ status: 'accepted' })
}
const cancel = (n: number) =>
  city.as('rider').send({ name: 'mall.cancel', input: { orderId: idOf('order', n) } })

it('points of one year last until the end of the next, and lapse at New Year, Shanghai time', async () => {
  await earn(100, 'in 2026')
  expect((await mine()).lapses).toEqual({ points: 100, on: '2028-01-01' })
  await skipTo('2027-12-31', '23:59')
  expect(await lapseDuePoints(city)).toBe(0)
  expect((await mine()).lapses).toEqual({ points: 100, on: '2028-01-01' })
  await skipTo('2028-01-01', '00:00')
  expect(await lapseDuePoints(city)).toBe(1)
  expect(await mine()).toMatchObject({
    available: 0,
    lapses: null,
    transfers: [{ kind: 'post', amount: -100, reason: 'points.lapsed' }, { amount: 100 }],
  })
  expect(await told('points.lapsed')).toEqual([100])
})

it('what is spent is the oldest, so that as little as possible lapses', async () => {
  await earn(100, 'in 2026')
  await skipTo('2027-06-01')
  await earn(40, 'in 2027')
  await redeem(0, 4)
  expect((await mine()).lapses).toEqual({ points: 40, on: '2028-01-01' })
  await skipTo('2028-01-02')
  await lapseOrders(city)
  expect(await lapseDuePoints(city)).toBe(1)
  expect(await mine()).toMatchObject({ available: 40, lapses: { points: 40, on: '2029-01-01' } })
})

it('lapsing twice, or five times at once, is lapsing once', async () => {
  await earn(100, 'in 2026')
  await skipTo('2028-01-01')
  await Promise.all(Array.from({ length: 5 }, () => lapseDuePoints(city)))
  await lapseDuePoints(city)
  expect((await mine()).transfers).toHaveLength(2)
  expect(await told('points.lapsed')).toEqual([100])
})

it('the clock may ask too early: nothing lapses before its day', async () => {
  await earn(100, 'in 2026')
  await skipTo('2027-12-31')
  const input = { accountId: city.ids.rider, cutoff: '2027-01-01' }
  await city.database.transact(tx => pointsFeature.commands['points.lapse'](input, byStaff(city, tx)))
  expect(await mine()).toMatchObject({ available: 100 })
})

it('held points do not lapse on New Year\'s Day; given back they are restored, and lapse once', async () => {
  await earn(100, 'in 2026')
  await skipTo('2027-12-30')
  await redeem(0, 3)
  await skipTo('2028-01-01', '00:01')
  expect(await lapseDuePoints(city)).toBe(1)
  expect(await mine()).toMatchObject({
    available: 0,
    held: 45,
    transfers: [{ amount: -55 }, { kind: 'hold', amount: -45 }, { amount: 100 }],
  })

  city.time.now += 1000
  await cancel(0)
  const { available, held, transfers } = await mine()
  expect({ available, held }).toEqual({ available: 0, held: 0 })
  expect(
    transfers
      .slice(0, 2)
      .map(({ kind, amount }) => [kind, amount])
      .sort(),
  ).toEqual([
    ['post', -45],
    ['void', 45],
  ])
  await lapseDuePoints(city)
  expect((await mine()).transfers).toHaveLength(5)
})

it('handed over after New Year\'s Day, what was held is spent and not lapsed', async () => {
  await earn(100, 'in 2026')
  await skipTo('2027-12-30')
  await redeem(0, 3)
  const [order] = (await city.as('rider').ask('mall.myOrders', {})).orders
  await skipTo('2028-01-02')
  await lapseDuePoints(city)
  const [reply] = await city
    .as('keeper')
    .send({ name: 'mall.handOver', input: { code: order!.digits, stationId: idOf('station', 0) } })
  expect(reply).toMatchObject({ status: 'accepted' })
  expect((await mine()).transfers.map(({ amount }) => amount)).toEqual([0, -55, -45, 100])
})

it('thirty days before, everybody concerned is reminded once', async () => {
  await earn(100, 'in 2026')
  await skipTo('2027-12-01', '10:00')
  expect(await remindOfLapses(city)).toBe(0)
  await skipTo('2027-12-02', '10:00')
  expect(await remindOfLapses(city)).toBe(1)
  expect(await remindOfLapses(city)).toBe(0)
  expect(await told('points.lapsing')).toEqual([100])
})

it('nobody is reminded of what is not about to lapse', async () => {
  await skipTo('2026-12-10')
  await earn(100, 'in 2026')
  expect(await remindOfLapses(city)).toBe(0)
  await skipTo('2027-12-10')
  await redeem(0, 4)
  await earn(30, 'in 2027')
  expect(await remindOfLapses(city)).toBe(1)
  expect(await told('points.lapsing')).toEqual([40])
})

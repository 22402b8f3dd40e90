import type { TestCity } from '../../../support/city.ts'
import type { Counter } from './counter.ts'
import { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { rotateKeys } from '#server/core/keys/index.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { expect, it } from 'vitest'
import { UNITS } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { givePost } from '../../../support/posts.ts'
import { counterOf, PRICE, STATIONS } from './counter.ts'

const MINUTE_MS = 60_000
const stationId = STATIONS.bridge.id
let city: TestCity
let counter: Counter
let itemId: string
freshCity(async (given) => {
  city = given
  counter = await counterOf(city)
  await counter.earn('rider', 2)
  itemId = await counter.list({}, 3)
}, { LIMITS_FACTOR: '100' })
/** Makes somebody else a keeper of the first station; their phone must sign in after that. */
async function makeKeeper(name: 'rider2' | 'rider3') {
  await givePost(city.database, { accountId: city.ids[name], kind: 'keeper', scope: stationId })
}

it('by the code: points are spent, the piece is off the shelf, its owner is notified, once', async () => {
  const { id, code } = await counter.redeem('rider', itemId)
  const reply = await city.as('keeper').fiveTimes('mall.handOver', { code: code!, stationId })
  expect(reply).toMatchObject({ status: 'accepted', result: { outcome: 'settled', orderId: id, number: 1 } })
  expect(await city.as('rider').ask('points.mine', {})).toMatchObject({ available: 100 - PRICE, held: 0 })
  expect(await counter.shelf(itemId)).toEqual({ onHand: 2, reserved: 0 })
  expect(await counter.orderOf('rider', id)).toMatchObject({ state: 'handedOver', code: null })
  expect((await counter.told('rider'))[0]).toBe('mall.handedOver')
  expect(await city.as('keeper').refused('mall.handOver', { code: code!, stationId })).toMatchObject({
    code: 'mall.orderClosed',
    state: 'handedOver',
  })
  expect(await city.as('rider').refused('mall.cancel', { orderId: id })).toMatchObject({
    code: 'mall.orderClosed',
    state: 'handedOver',
  })
})

it('by the digits, at the order\'s own station only', async () => {
  const { digits } = await counter.redeem('rider', itemId)
  expect(
    await city.as('keeper').refused('mall.handOver', { code: digits!, stationId: STATIONS.market.id }),
  ).toMatchObject({ code: 'mall.codeWrong' })
  expect(
    await city
      .as('keeper')
      .refused('mall.handOver', {
        code: String((Number(digits) + 1) % 1_000_000).padStart(6, '0'),
        stationId,
      }),
  ).toMatchObject({ code: 'mall.codeWrong' })
  const inGroups = ` ${digits!.slice(0, 3)}－${digits!.slice(3)}\u200B`
  await city.as('keeper').done('mall.handOver', { code: inGroups, stationId })
  expect(await city.as('keeper').refused('mall.handOver', { code: digits!, stationId })).toMatchObject({
    code: 'mall.orderClosed',
    state: 'handedOver',
  })
})

it('only keepers hand over, at the stations they keep', async () => {
  const { code } = await counter.redeem('rider', itemId)
  for (const by of ['rider', 'rider2', 'resident', 'staff', 'unit', 'admin'] as const) {
    expect(await city.as(by).refused('mall.handOver', { code: code!, stationId })).toMatchObject({
      code: 'command.notForYourRole',
    })
  }
  expect(
    await city.as('keeper').refused('mall.handOver', { code: code!, stationId: STATIONS.lake.id }),
  ).toMatchObject({ code: 'mall.notYourStation' })
  expect(
    await city.as('keeper').refused('mall.handOver', { code: code!, stationId: randomUUID() }),
  ).toMatchObject({ code: 'stations.unknown' })
  expect(
    await city.as('keeper').refused('mall.handOver', { code: code!, stationId: STATIONS.market.id }),
  ).toMatchObject({
    code: 'mall.otherStation',
    stationName: '桥头驿站',
  })
})

it('nobody hands over to themselves, in whatever role', async () => {
  const { code, digits } = await counter.redeem('rider', itemId)
  for (const role of ['staff', 'unit', 'admin', 'keeper'] as const) {
    const scope = { keeper: stationId, staff: '4201', unit: UNITS.roads, admin: '4201' }[role]
    await givePost(city.database, { accountId: city.ids.rider, kind: role, scope })
    const cookie = await city.signIn(city.phoneOf('rider'))
    city.time.now += MINUTE_MS
    for (const shown of [code!, digits!]) {
      const body = JSON.stringify({
        sentAt: city.time.now,
        commands: [
          {
            id: randomUUID(),
            name: 'mall.handOver',
            input: { code: shown, stationId },
            madeAt: city.time.now,
          },
        ],
      })
      const response = await city.fetchAs(cookie)('/api/commands', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
      expect((await response.json()).replies[0]).toMatchObject({
        status: 'refused',
        refusal: { code: role === 'keeper' ? 'mall.ownOrder' : 'command.notForYourRole' },
      })
    }
  }
})

it('a code with any bit changed is no code', async () => {
  const { code } = await counter.redeem('rider', itemId)
  const bytes = Buffer.from(code!.slice(6), 'base64url')
  const forged = Array.from({ length: bytes.length * 8 }, (_, bit) => {
    const copy = Buffer.from(bytes)
    copy[bit >> 3]! ^= 1 << (bit & 7)
    return { name: 'mall.handOver', input: { code: `bee:p:${copy.toString('base64url')}`, stationId } }
  })
  for (let from = 0; from < forged.length; from += 200) {
    for (const reply of await city.as('keeper').send(...forged.slice(from, from + 200)))
      expect(reply).toMatchObject({ status: 'refused', refusal: { code: 'mall.codeWrong' } })
  }
  for (const text of ['', '12345', `${code}A`, code!.slice(0, -4), code!.replace('bee:p:', 'bee:d:')]) {
    expect(await city.as('keeper').refused('mall.handOver', { code: text, stationId })).toMatchObject({
      code: 'mall.codeWrong',
    })
  }
  await city.as('keeper').done('mall.handOver', { code: code!, stationId })
}) // A thousand commands.

it('a code signed before the keys changed holds on', async () => {
  const { code } = await counter.redeem('rider', itemId)
  for (let i = 0; i < 4; i++) await rotateKeys(city.database, city.time.now, { byHand: true })
  expect((await counter.orders('rider'))[0]!.code).not.toBe(code)
  await city.as('keeper').done('mall.handOver', { code: code!, stationId })
})

it('too late is judged by when it was done, not by when it arrived', async () => {
  const [late, inTime] = [await counter.redeem('rider', itemId), await counter.redeem('rider', itemId)]
  city.time.now = late.pickUpBy + 10 * MINUTE_MS
  expect(
    await city.as('keeper').later(9 * MINUTE_MS, 'mall.handOver', { code: late.code!, stationId }),
  ).toMatchObject(counter.refused({ code: 'mall.tooLate' }))
  expect(
    await city.as('keeper').later(11 * MINUTE_MS, 'mall.handOver', { code: inTime.code!, stationId }),
  ).toMatchObject({ result: { outcome: 'settled' } })
})

it('a meal is handed out on its own day', async () => {
  const meal = await counter.list({ kind: 'meal', category: 'meal' })
  const day = dayOf(city.time.now + DAY_MS)
  const { code } = await counter.redeem('rider', meal, { day })
  expect(await city.as('keeper').refused('mall.handOver', { code: code!, stationId })).toMatchObject({
    code: 'mall.notToday',
    day,
  })
  city.time.now += DAY_MS
  await city.as('keeper').done('mall.handOver', { code: code!, stationId })
})

it('two keepers without a network: the first to arrive settles, the second is a loss', async () => {
  await makeKeeper('rider2')
  const { id, code, number } = await counter.redeem('rider', itemId)
  city.time.now += 10 * MINUTE_MS
  const first = await city.as('keeper').later(6 * MINUTE_MS, 'mall.handOver', { code: code!, stationId })
  const second = await city.as('rider2').later(9 * MINUTE_MS, 'mall.handOver', { code: code!, stationId })
  expect([first, second]).toMatchObject([
    { result: { outcome: 'settled' } },
    { status: 'accepted', result: { outcome: 'loss', orderId: id, number } },
  ])
  expect(await city.as('rider').ask('points.mine', {})).toMatchObject({ available: 100 - PRICE, held: 0 })
  expect(await counter.shelf(itemId)).toEqual({ onHand: 1, reserved: 0 })
  expect((await city.as('admin').ask('mall.book', {})).losses).toMatchObject([
    {
      orderNumber: number,
      itemName: '毛巾',
      stationName: '桥头驿站',
      count: 1,
      at: city.time.now - 9 * MINUTE_MS,
    },
  ])
  expect(await counter.told('admin')).toEqual(['mall.loss'])
})

it('a code is taken as well from a reader that ends it with a line', async () => {
  const { id, number, code } = await counter.redeem('rider', itemId)
  expect(await city.as('keeper').done('mall.handOver', { code: `${code!}\r\n`, stationId }))
    .toEqual({ outcome: 'settled', orderId: id, number })
})

it('one keeper who scanned it twice without a network has given it once', async () => {
  const { code } = await counter.redeem('rider', itemId)
  city.time.now += DAY_MS
  const twice = [
    await city.as('keeper').later(60 * MINUTE_MS, 'mall.handOver', { code: code!, stationId }),
    await city.as('keeper').later(60 * MINUTE_MS - 5000, 'mall.handOver', { code: code!, stationId }),
  ]
  expect(twice).toMatchObject([
    { result: { outcome: 'settled' } },
    counter.refused({ code: 'mall.orderClosed', state: 'handedOver' }),
  ])
})

it('one keeper who handed a cancelled order over eight times without a network caused one loss', async () => {
  const { id, code } = await counter.redeem('rider', itemId)
  await city.as('rider').done('mall.cancel', { orderId: id })
  city.time.now += 9 * 60 * MINUTE_MS
  const outcomes: unknown[] = []
  for (let hour = 1; hour <= 8; hour++) {
    const input = { code: code!, stationId }
    const reply = await city.as('keeper').later(hour * 60 * MINUTE_MS, 'mall.handOver', input)
    outcomes.push(reply.status === 'accepted' ? reply.result : reply.status)
  }
  expect(outcomes).toMatchObject([{ outcome: 'loss' }, ...Array.from({ length: 7 }).fill('refused')])
  expect((await city.as('admin').ask('mall.book', {})).losses).toHaveLength(1)
  expect(await counter.shelf(itemId)).toMatchObject({ onHand: 2, reserved: 0 })
})

it('handed over offline after it was cancelled: a loss, and the points stay with their owner', async () => {
  const { id, code } = await counter.redeem('rider', itemId)
  await city.as('rider').done('mall.cancel', { orderId: id })
  expect(await city.as('keeper').refused('mall.handOver', { code: code!, stationId })).toMatchObject({
    code: 'mall.orderClosed',
    state: 'cancelled',
  })
  city.time.now += 10 * MINUTE_MS
  expect(
    await city.as('keeper').later(5 * MINUTE_MS, 'mall.handOver', { code: code!, stationId }),
  ).toMatchObject({ result: { outcome: 'loss' } })
  expect(await city.as('rider').ask('points.mine', {})).toMatchObject({ available: 100, held: 0 })
  expect(await counter.shelf(itemId)).toMatchObject({ onHand: 2, reserved: 0 })
})

it('a loss takes nothing from those who wait for theirs', async () => {
  const { id, code } = await counter.redeem('rider', itemId, { count: 3 })
  await city.as('rider').done('mall.cancel', { orderId: id })
  await counter.redeem('rider', itemId, { count: 2 })
  city.time.now += 10 * MINUTE_MS
  expect(
    await city.as('keeper').later(5 * MINUTE_MS, 'mall.handOver', { code: code!, stationId }),
  ).toMatchObject({ result: { outcome: 'loss' } })
  expect(await counter.shelf(itemId)).toMatchObject({ onHand: 2, reserved: 2 })
  expect((await city.as('admin').ask('mall.book', {})).losses).toMatchObject([{ count: 3 }])
})

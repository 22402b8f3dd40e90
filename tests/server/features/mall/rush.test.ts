import type { TestCity } from '../../../support/city.ts'
import type { Counter } from './counter.ts'
import { mallOrders, mallStock } from '#server/features/mall/tables.ts'
import { and, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { crowdOf, openPort } from '../../../support/crowd.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { counterOf, STATIONS } from './counter.ts'

const BUYERS = 1000
const PIECES = 200
const CONNECTIONS = 32

let city: TestCity
let counter: Counter
freshCity(async (given) => {
  city = given
  counter = await counterOf(city)
})

it('a thousand want the last two hundred pieces at once: exactly two hundred get one', async () => {
  const itemId = await counter.list({}, PIECES)
  const cookies = await crowdOf(city, BUYERS)
  const port = await openPort(city, CONNECTIONS)
  try {
    const replies = await Promise.all(
      cookies.map(cookie => port.send(cookie, { name: 'mall.redeem', input: counter.wish(itemId) })),
    )
    const [sold, refused] = [
      replies.filter(({ status }) => status === 'accepted'),
      replies.filter(({ status }) => status === 'refused'),
    ]
    expect([sold.length, refused.length]).toEqual([PIECES, BUYERS - PIECES])
    expect(
      new Set(refused.map(reply => JSON.stringify(reply.status === 'refused' && reply.refusal))),
    ).toEqual(new Set([JSON.stringify({ code: 'mall.soldOut', free: 0 })]))
  }
  finally {
    await port.close()
  }
  const isHere = and(eq(mallStock.itemId, itemId), eq(mallStock.stationId, STATIONS.bridge.id))
  expect(
    await city.database.read
      .select({ onHand: mallStock.onHand, reserved: mallStock.reserved })
      .from(mallStock)
      .where(isHere),
  ).toEqual([{ onHand: PIECES, reserved: PIECES }])
  expect(await city.database.read.$count(mallOrders)).toBe(PIECES)
})

it('keepers, owners and the clock pull at the same orders at once: each order ends one way', async () => {
  const itemId = await counter.list({ price: 1 }, 40)
  await counter.earn('rider')
  const orders = []
  for (let i = 0; i < 20; i++) orders.push(await counter.redeem('rider', itemId, { price: 1 }))
  await Promise.all(orders.flatMap(({ id, code, digits }) => [
    city.as('rider').sendOne('mall.cancel', { orderId: id }),
    city.as('keeper').sendOne('mall.handOver', { code: code!, stationId: STATIONS.bridge.id }),
    city.as('keeper').sendOne('mall.handOver', { code: digits!, stationId: STATIONS.bridge.id }),
    city.as('rider').sendOne('mall.redeem', counter.wish(itemId, { price: 1 })),
  ]))
  const states = new Map((await counter.orders('rider')).map(({ id, state }) => [id, state]))
  for (const { id } of orders) expect(['cancelled', 'handedOver']).toContain(states.get(id))
})

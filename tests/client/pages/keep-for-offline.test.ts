// @vitest-environment happy-dom
import type { PhoneServer } from './phone.ts'
import { keepForOffline } from '#client/app/keep-for-offline.ts'
import { useSession } from '#client/app/session.ts'
import { keepSession } from '#client/sync/account.ts'
import { keptAnswer } from '#client/sync/answers.ts'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { mall, order, points } from './mall-stock.ts'
import { me, openServer } from './phone.ts'

const rider = me('courier')
let server: PhoneServer

beforeEach(async () => {
  server = await openServer()
  server.answers = { 'identity.me': rider, 'mall.items': mall, 'mall.myOrders': { orders: [order()], hasMore: false }, 'points.mine': points() }
})
afterEach(() => server.close())

it('codes, points and goods are on the phone soon after signing in, though no page has asked for them', async () => {
  setActivePinia(createPinia())
  await keepSession({ me: rider, isSignedIn: true, signedInAt: 1 })
  await useSession().load()
  keepForOffline(useSession())
  const kept = async (name: string) => (await keptAnswer(rider.accountId, name, {}))?.answer
  await expect.poll(() => kept('mall.myOrders'), { timeout: 10_000 }).toMatchObject({ orders: [{ digits: order().digits }] })
  await expect.poll(() => kept('mall.items')).toEqual(mall)
  await expect.poll(() => kept('points.mine')).toEqual(points())
})

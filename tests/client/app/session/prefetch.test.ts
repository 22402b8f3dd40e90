// @vitest-environment dom
import type { Me } from '#shared/identity/schemas.ts'
import { startPrefetch } from '#client/app/session/prefetch.ts'
import { useSession } from '#client/app/session/session.ts'
import { savedAnswer } from '#client/sync/store/answers.ts'
import { saveSession } from '#client/sync/store/session.ts'
import { createPinia, setActivePinia } from 'pinia'
import { expect, it, vi } from 'vitest'
import { nextTick, reactive } from 'vue'
import { freshPhone, me, settled } from '../../../support/client/page.ts'
import { mall, order, points } from '../../features/mall/mall-stock.ts'

const rider = me('courier')
const stations = { stations: [], weeks: [] }
let asked: string[] = []
const told = (name: string, answer: unknown) => () => {
  asked.push(name)
  return answer
}
freshPhone(
  () => ({
    'identity.me': rider,
    'mall.items': told('mall.items', mall),
    'mall.myOrders': told('mall.myOrders', { orders: [order()], hasMore: false }),
    'points.mine': told('points.mine', points()),
    'stations.all': told('stations.all', stations),
    'stations.myVisits': told('stations.myVisits', { visits: [], hasMore: false }),
  }),
  () => (asked = []),
)

it('codes, points, goods and stations are prefetched after signing in, before any page asks', async () => {
  setActivePinia(createPinia())
  await saveSession({ me: rider, isSignedIn: true, signedInAt: 1 })
  await useSession().load()
  startPrefetch(useSession())
  const kept = async (name: string) => (await savedAnswer(rider.accountId, name, {}))?.answer
  await expect
    .poll(() => kept('mall.myOrders'))
    .toMatchObject({ orders: [{ digits: order().digits }] })
  await expect.poll(() => kept('mall.items')).toEqual(mall)
  await expect.poll(() => kept('points.mine')).toEqual(points())
  await expect.poll(() => kept('stations.all')).toEqual(stations)
  await expect.poll(() => kept('stations.myVisits')).toEqual({ visits: [], hasMore: false })
})

it('whoever signs out first is not asked about any more', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const session = reactive({
      accountId: rider.accountId as string | null,
      isSignedIn: true,
      me: rider as Me | null,
    })
    startPrefetch(session)
    Object.assign(session, { accountId: null, isSignedIn: false, me: null })
    await nextTick()
    vi.advanceTimersByTime(60_000)
  }
  finally {
    vi.useRealTimers()
  }
  await settled()
  expect(asked).toEqual([])
})

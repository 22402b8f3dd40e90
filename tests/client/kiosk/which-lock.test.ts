// @vitest-environment dom
import type { KioskView } from '#shared/doors/schemas.ts'
import type { PhoneServer } from '../../support/client/page.ts'
import { useOwnLock } from '#client/kiosk/own-lock.ts'
import { store } from '#client/sync/store/store.ts'
import { expect, it, vi } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import { freshPhone, me, openPage } from '../../support/client/page.ts'
import { kioskView } from './at-the-door.ts'

const tablet = { ...me('courier'), role: 'kiosk' as const }
let server: PhoneServer
freshPhone(() => ({ 'identity.me': tablet }), given => server = given)

async function ownLock(lock: KioskView['lock']) {
  await openPage({ render: () => null }, { holder: tablet })
  const view = shallowRef(kioskView({}, { lock }))
  const scope = effectScope()
  const own = scope.run(() =>
    useOwnLock({ accountId: 'tablet', view: () => view.value, askedAt: () => 0, now: () => 1_000 }),
  )!
  return { ...own, view, stop: () => scope.stop() }
}
const local = (grantsFrom = 0) =>
  ({
    kind: 'local',
    url: 'ws://127.0.0.1:9/mqtt',
    username: 't',
    password: 'p',
    unlockTopic: 'b/143/unlock',
    ackTopic: 'b/143/ack',
    grantsFrom,
  }) as const

it('a simulated lock is open at once; a lock that only the city reaches is not', async () => {
  const simulated = await ownLock({ kind: 'simulated' })
  expect(await simulated.unlock()).toBeUndefined()
  const city = await ownLock({ kind: 'city' })
  expect(await city.unlock()).toEqual({ code: 'stations.lockFar' })
  expect(server.commands).toEqual([])
  for (const { stop } of [simulated, city]) stop()
})

it('a kiosk with a lock gets a grant, again when the old ended, and never says open itself', async () => {
  const granted = () => server.commands.filter(({ name }) => name === 'stations.grantDoor').length
  server.decide = () => ({
    status: 'accepted',
    result: { grant: 'AAAA', issued: 900 + granted(), expires: 9_000 },
  })
  const own = await ownLock(local())
  await vi.waitFor(async () => expect(await (await store()).count('lockKeys')).toBe(1))
  expect(await own.unlock()).toEqual({ code: 'stations.lockSilent' })
  own.view.value = kioskView({}, { lock: local(902) })
  await nextTick()
  await vi.waitFor(async () => expect((await (await store()).get('lockKeys', 'tablet'))!.issued).toBe(902))
  own.stop()
})

// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { startBadge } from '#client/app/session/badge.ts'
import { useSession } from '#client/app/session/session.ts'
import { nudge } from '#client/sync/http/nudges.ts'
import { saveSession } from '#client/sync/store/session.ts'
import { afterEach, expect, it } from 'vitest'
import { freshPhone, me, openPage, settled } from '../../../support/client/page.ts'

let server: PhoneServer
const rider = me('courier')
const inbox = (unread: number) => ({ notices: [], unread, hasMore: false })
freshPhone(() => ({ 'identity.me': rider, 'notices.mine': inbox(2) }), given => server = given)

afterEach(() => {
  Reflect.deleteProperty(navigator, 'setAppBadge')
  Reflect.deleteProperty(navigator, 'clearAppBadge')
})

/** What stands on the icon of a phone that has badges. */
function icon() {
  const shown: number[] = []
  Object.assign(navigator, {
    setAppBadge: async (unread: number) => void shown.push(unread),
    clearAppBadge: async () => void shown.push(0),
  })
  return () => shown.at(-1)
}

it('the icon follows the inbox whichever page is open, and shows nothing of whoever has left', async () => {
  const shown = icon()
  await openPage({ render: () => '我的积分' }, { holder: rider })
  startBadge()
  await expect.poll(shown).toBe(2)
  server.answers['notices.mine'] = inbox(3)
  nudge(['notices.mine'])
  await expect.poll(shown).toBe(3)
  server.answers['notices.mine'] = inbox(0)
  nudge(['notices.mine'])
  await expect.poll(shown).toBe(0)
  server.answers['notices.mine'] = inbox(1)
  nudge(['notices.mine'])
  await expect.poll(shown).toBe(1)
  await saveSession({ me: null, isSignedIn: false })
  await useSession().load()
  await expect.poll(shown).toBe(0)
})

it('without a network and without an answer the icon keeps what it says', async () => {
  const shown = icon()
  server.isDown = true
  await openPage({ render: () => '我的积分' }, { holder: rider })
  startBadge()
  await useSession().load()
  await settled()
  expect(shown()).toBeUndefined()
})

it('a phone without badges asks nothing for one', async () => {
  let asked = 0
  server.answers['notices.mine'] = () => asked++
  await openPage({ render: () => '我的积分' }, { holder: rider })
  startBadge()
  await useSession().load()
  await settled()
  expect(asked).toBe(0)
})

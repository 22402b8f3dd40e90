// @vitest-environment dom
import type { PhoneServer } from '../../support/client/page.ts'
import { savedDoorKey, saveDoorKey } from '#client/kiosk/door-key.ts'
import { renewGrant } from '#client/kiosk/lock-key.ts'
import { store } from '#client/sync/store/store.ts'
import { toBase64Url } from '#shared/kernel/bytes.ts'
import { expect, it, vi } from 'vitest'
import { freshPhone, me, openPage, settled, tap, text, type } from '../../support/client/page.ts'
import { doorKey, kioskView } from './at-the-door.ts'

const tablet = { ...me('courier'), role: 'kiosk' as const }
let server: PhoneServer
freshPhone(() => ({ 'identity.me': tablet, 'stations.kiosk': kioskView() }), given => server = given)
const key = toBase64Url(doorKey)
const onScreen = () => document.querySelector('[aria-label="扫码开门"]')

it('what a tablet is told when it is paired makes its codes, and can’t be read out', async () => {
  server.doors['POST /api/session/kiosk'] = () => ({ status: 200, body: { me: tablet, doorKey: key } })
  server.doors['GET /api/session'] = () => ({ status: 200, body: { me: null } })
  await openPage('/kiosk', { holder: null })
  await type('input', '12345678')
  await tap('配对')
  await vi.waitFor(() => expect(onScreen()).not.toBeNull())
  expect(document.querySelector('[aria-label=门码数字]')?.textContent).toMatch(/^143\d{6}$/)
  const kept = await savedDoorKey(tablet.accountId)
  expect(kept).toMatchObject({ extractable: false })
  await expect(crypto.subtle.exportKey('raw', kept!)).rejects.toThrow(/not extractable/)
  const answers = await (await store()).getAll('answers')
  expect(JSON.stringify(answers)).toContain('花楼街驿站')
  expect(JSON.stringify(answers)).not.toContain(key)
})

it('what an older app kept as text is made a key when it is used', async () => {
  await (await store()).put('doorKeys', key, tablet.accountId)
  expect(await savedDoorKey(tablet.accountId)).toMatchObject({ extractable: false })
  expect(typeof await (await store()).get('doorKeys', tablet.accountId)).toBe('object')
})

it('a tablet that has lost its key says that it must be paired anew', async () => {
  const { close } = await openPage('/kiosk', { holder: tablet })
  await vi.waitFor(() => expect(text()).toContain('这台平板要重新配对'))
  expect(onScreen()).toBeNull()
  close()
})

it('an unpaired tablet keeps none of its keys', async () => {
  await saveDoorKey(tablet.accountId, key)
  const { session, close } = await openPage('/kiosk', { holder: tablet })
  await vi.waitFor(() => expect(onScreen()).not.toBeNull())
  server.doors['GET /api/queries/stations.kiosk'] = () => ({
    status: 401,
    body: { code: 'session.none', message: '请登录' },
  })
  window.dispatchEvent(new Event('online'))
  await (await import('#client/sync/store/session.ts')).sessionEnded(Date.now())
  await vi.waitFor(() => expect(session.isSignedIn).toBe(false))
  await settled()
  expect(text()).toContain('这台平板已解除配对')
  expect(await savedDoorKey(tablet.accountId)).toBeUndefined()
  close()
})

it('a grant is fetched when there is none, when half is over, or it ended; a refusal drops it', async () => {
  const now = Date.now()
  const asked = () => server.commands.filter(({ name }) => name === 'stations.grantDoor').length
  server.decide = () => ({ status: 'accepted', result: { grant: 'AAAA', issued: now, expires: now + 1000 } })
  await renewGrant('t', 0, now)
  await renewGrant('t', 0, now + 499)
  expect(asked()).toBe(1)
  const kept = async () => await (await store()).get('lockKeys', 't')
  const first = await kept()
  await renewGrant('t', 0, now + 500)
  await renewGrant('t', now + 1, now)
  expect(asked()).toBe(3)
  expect((await kept())!.publicKey).toBe(first!.publicKey)
  server.isDown = true
  await renewGrant('t', 0, now + 900)
  expect(await kept()).toBeDefined()
  server.isDown = false
  server.decide = () => ({ status: 'refused', refusal: { code: 'stations.kioskUnknown' } })
  await renewGrant('t', 0, now + 900)
  expect(await kept()).toBeUndefined()
})

it('a tablet whose lock only the city reaches says so while it has no network', async () => {
  await saveDoorKey(tablet.accountId, key)
  server.answers['stations.kiosk'] = kioskView({}, { lock: { kind: 'city' } })
  const { close } = await openPage('/kiosk', { holder: tablet })
  await vi.waitFor(() => expect(onScreen()).not.toBeNull())
  window.dispatchEvent(new Event('offline'))
  await settled()
  expect(text()).toContain('没有网络，平板现在开不了这把锁')
  window.dispatchEvent(new Event('online'))
  close()
})

// @vitest-environment dom
import type { Bound } from '#shared/proofs/purposes.ts'
import type { PhoneServer } from '../../../support/client/page.ts'
import { createHmac } from 'node:crypto'
import { saveCodeKeys, savedCodeKey } from '#client/app/proofs/code-keys.ts'
import { holdOut, judgeScannedPass, useHeldPass } from '#client/app/proofs/held-pass.ts'
import { useRotatingCode } from '#client/app/proofs/rotating-code.ts'
import { SHOWN_MS } from '#client/app/proofs/shown-pass.ts'
import { forgetAccount } from '#client/app/session/forget-account.ts'
import { useSession } from '#client/app/session/session.ts'
import { noteServerTime } from '#client/sync/http/server-time.ts'
import { savePass } from '#client/sync/store/passes.ts'
import { store } from '#client/sync/store/store.ts'
import { fromBase64Url, toBase64Url } from '#shared/kernel/bytes.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { EPOCH_MS, epochOf, readCode } from '#shared/proofs/codes.ts'
import { compressKey } from '#shared/proofs/device-key.ts'
import { readHeldPass } from '#shared/proofs/held-passes.ts'
import { afterEach, expect, it, onTestFinished, vi } from 'vitest'
import { defineComponent, effectScope, h, ref } from 'vue'
import { freshPhone, me, openPage, settled, text } from '../../../support/client/page.ts'
import { passHolder } from '../../../support/door-codes.ts'

const leader = me('courier')
let server: PhoneServer
freshPhone(() => ({ 'identity.me': leader }), given => server = given)
afterEach(() => noteServerTime(new Date().toUTCString(), Date.now()))

const ACTIVITY: Bound = { purpose: 'activity', subject: 'a1b2c3d4e5f60718' }
const OTHER: Bound = { purpose: 'activity', subject: 'a1b2c3d4e5f60719' }
const key = toBase64Url(new Uint8Array(32).fill(7))
const today = () => dayOf(Date.now())
const giveKey = async (bound = ACTIVITY, day = today()) =>
  await saveCodeKeys(leader.accountId, bound, [{ day, key }])
const isBy = (link: string) => {
  const { signed, signature } = readCode(link)!
  const mac = createHmac('sha256', fromBase64Url(key)!).update(signed).digest()
  return mac.subarray(0, 8).equals(signature)
}

async function newPhone() {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['sign'],
  )
  const deviceKey = compressKey(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)))
  return { privateKey, ...passHolder(Date.now(), { deviceKey }) }
}

it('a leader’s phone without a network shows a code by the saved key, another in every epoch', async () => {
  server.isDown = true
  const now = ref(Math.floor(Date.now() / EPOCH_MS) * EPOCH_MS)
  const bound = ref(ACTIVITY)
  let shown: ReturnType<typeof useRotatingCode>
  await giveKey()
  await openPage(defineComponent(() => {
    shown = useRotatingCode(() => bound.value, () => now.value)
    return () => h('p', shown.link.value)
  }), { holder: leader })
  await vi.waitFor(() => expect(text()).toContain('/p/'))
  const first = shown!.link.value
  expect(readCode(first)?.message).toEqual({ ...ACTIVITY, epoch: epochOf(now.value) })
  expect([isBy(first), shown!.isLost.value]).toEqual([true, false])
  expect(shown!.leftMs.value).toBe(EPOCH_MS)
  now.value += EPOCH_MS + 4_000
  await vi.waitFor(() => expect(shown!.link.value).not.toBe(first))
  expect(readCode(shown!.link.value)?.message.epoch).toBe(epochOf(now.value))
  expect(shown!.leftMs.value).toBe(EPOCH_MS - 4_000)

  bound.value = OTHER // For which there is no key yet.
  await vi.waitFor(() => expect(shown!.isLost.value).toBe(true))
  expect(shown!.link.value).toBe('')
  await giveKey(OTHER)
  await shown!.again()
  expect(readCode(shown!.link.value)?.message.subject).toBe(OTHER.subject)
})

it('its key can’t be read out, is one account’s for one subject and day, and goes at sign-out', async () => {
  await giveKey(ACTIVITY, dayOf(Date.now() - DAY_MS))
  await giveKey()
  const { accountId } = leader
  const saved = await savedCodeKey(accountId, ACTIVITY, today())
  await expect(crypto.subtle.exportKey('raw', saved!)).rejects.toThrow(/not extractable/)
  expect(await savedCodeKey('somebody else', ACTIVITY, today())).toBeUndefined()
  expect(await savedCodeKey(accountId, OTHER, today())).toBeUndefined()
  expect(await (await store()).count('doorKeys')).toBe(1) // Yesterday's is gone.

  await (await store()).put('doorKeys', saved!, 'a kiosk')
  await openPage('/', { holder: leader })
  server.doors['DELETE /api/session'] = () => ({ status: 200, body: {} })
  await useSession().signOut()
  expect(await savedCodeKey(accountId, ACTIVITY, today())).toBeUndefined()
  expect(await (await store()).getAllKeys('doorKeys')).toEqual(['a kiosk'])

  await giveKey()
  await forgetAccount(accountId)
  expect(await savedCodeKey(accountId, ACTIVITY, today())).toBeUndefined()
})

it('a pass is held out for one thing, by the server’s clock also when the phone’s is wrong', async () => {
  const { privateKey, deviceKey: publicKey, pass, holder } = await newPhone()
  const expires = Date.now() + DAY_MS
  await savePass(leader.accountId, { privateKey, publicKey, pass, expires, givenAt: Date.now() })
  const aheadMs = 10 * 60_000
  const startedAt = Date.now()
  server.aheadMs = aheadMs
  noteServerTime(new Date(Date.now() + aheadMs).toUTCString(), Date.now())
  await openPage(defineComponent(() => {
    const { code, state } = useHeldPass(() => ACTIVITY)
    return () => h('p', { 'data-code': code.value }, state.value)
  }), { holder: leader })
  await vi.waitFor(() => expect(text()).toContain('shown'))
  const shown = document.querySelector('p')!.dataset.code!
  expect(readHeldPass(shown)?.message).toMatchObject({ ...ACTIVITY, pass: { message: { holder } } })
  const { time } = readHeldPass(shown)!.message
  // The server's time comes in whole seconds.
  expect(time).toBeGreaterThan(startedAt + aheadMs - 1_000)
  expect(time).toBeLessThanOrEqual(Date.now() + aheadMs)
  expect(await judgeScannedPass(shown, ACTIVITY)).toEqual({ isGood: true, holder, shownAt: time })
})

it('the code of a page that was left while its pass was renewed is made no more', async () => {
  const { privateKey, deviceKey: publicKey, pass } = await newPhone()
  const expires = Date.now() + DAY_MS
  await savePass(leader.accountId, { privateKey, publicKey, pass, expires, givenAt: Date.now() })
  await openPage({ render: () => null }, { holder: leader })
  const timers = vi.spyOn(globalThis, 'setTimeout')
  onTestFinished(() => timers.mockRestore())
  const scope = effectScope()
  scope.run(() => useHeldPass(() => ACTIVITY))
  scope.stop()
  await settled()
  expect(timers.mock.calls.filter(([, ms]) => ms === SHOWN_MS)).toEqual([])
})

it('a leader reads at once, without a network, what is wrong with a scanned pass', async () => {
  const { privateKey, pass } = await newPhone()
  const now = Math.floor(Date.now() / 1000) * 1000
  const shown = await holdOut({ privateKey, pass }, ACTIVITY, now)
  const saidOf = async (scanned: string, at = now, bound = ACTIVITY) => {
    const judged = await judgeScannedPass(scanned, bound, at)
    return judged.isGood ? 'good' : judged.refusal.code
  }
  expect(await saidOf(shown, now + 60_000)).toBe('good')
  expect(await saidOf(shown, now + 61_000)).toBe('proofs.passOld')
  expect(await saidOf(shown, now - 31_000)).toBe('proofs.clockWrong')
  expect(await saidOf(shown, now, OTHER)).toBe('proofs.passElsewhere')
  const thief = await newPhone()
  expect(await saidOf(await holdOut({ privateKey: thief.privateKey, pass }, ACTIVITY, now)))
    .toBe('proofs.passWrong')
  expect(await saidOf('6901234567892')).toBe('proofs.passWrong')
})

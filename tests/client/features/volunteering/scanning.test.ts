// @vitest-environment dom
import type { ActivityRoll } from '#shared/volunteering/attending.ts'
import type { PhoneServer } from '../../../support/client/page.ts'
import { holdOut } from '#client/app/proofs/held-pass.ts'
import { useLeaderScan } from '#client/features/volunteering/lead/leading.ts'
import { compressKey } from '#shared/proofs/device-key.ts'
import { subjectOf } from '#shared/proofs/purposes.ts'
import { expect, it } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { freshPhone, me, openPage } from '../../../support/client/page.ts'
import { passHolder } from '../../../support/door-codes.ts'
import { HOUR_MS, idOf, person } from './some-activities.ts'

const staff = me('staff')
const bound = { purpose: 'activity', subject: subjectOf(idOf(1)) } as const
let server: PhoneServer
freshPhone(() => ({ 'identity.me': staff }), given => (server = given))

async function newPass() {
  const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' }
  const { privateKey, publicKey } = await crypto.subtle.generateKey(ecdsa, false, ['sign'])
  const deviceKey = compressKey(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)))
  const { pass, holder } = passHolder(Date.now(), { deviceKey })
  const heldOut = async () => await holdOut({ privateKey, pass }, bound, Math.floor(Date.now() / 1000) * 1000)
  return { holder, heldOut }
}

/** A leader's page with a roll; what comes of a scan. */
async function scanner(people: ActivityRoll['people'], isFresh: boolean) {
  const roll = ref({ people, messages: [] })
  let scan: ReturnType<typeof useLeaderScan>
  await openPage(defineComponent(() => {
    scan = useLeaderScan(() => idOf(1), () => roll.value, () => isFresh)
    return () => h('p')
  }), { holder: staff })
  return async (text: string, direction: 'in' | 'out' = 'in') => {
    scan.direction.value = direction
    await scan.read(text)
    return scan.last.value
  }
}
const sent = () => server.commands.map(({ input }) => (input as { direction: string }).direction)

it('an older roll turns nobody away who may have signed up since; one just fetched does', async () => {
  server.isDown = true
  const { heldOut } = await newPass()
  const read = await scanner([person()], false)
  expect(await read(await heldOut())).toMatchObject({ isGood: true, words: expect.stringContaining('已记下') })
  server.isDown = false
  await expect.poll(sent).toEqual(['in'])
  const strict = await scanner([person()], true)
  expect((await strict(await heldOut()))?.words).toContain('没有这个人')
})

it('who is there already is not scanned as coming again, but asked for the other mark', async () => {
  const { holder, heldOut } = await newPass()
  const read = await scanner([person({ holder, inAt: Date.now() - HOUR_MS })], true)
  expect((await read(await heldOut()))?.words).toContain('要签退，先点')
  expect(await read(await heldOut(), 'out')).toMatchObject({ isGood: true, words: '林小满 签退' })
  await expect.poll(sent).toEqual(['out'])
})

it('a pass that stays before the camera counts once, and is no fault', async () => {
  const { holder, heldOut } = await newPass()
  const read = await scanner([person({ holder })], true)
  expect(await read(await heldOut())).toMatchObject({ words: '林小满 签到' })
  expect(await read(await heldOut())).toMatchObject({ isGood: true, words: '林小满 刚才已签到' })
  await expect.poll(sent).toEqual(['in'])
})

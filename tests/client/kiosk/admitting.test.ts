// @vitest-environment dom
import type { Refusal } from '#shared/refusal.ts'
import type { PhoneServer } from '../../support/client/page.ts'
import { noteAdmittance, recentAdmittances } from '#client/kiosk/admittances.ts'
import { useAdmitting } from '#client/kiosk/admitting.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { readProof } from '#shared/doors/door-bytes.ts'
import { expect, it, vi } from 'vitest'
import { freshPhone, me, openPage } from '../../support/client/page.ts'
import { passHolder } from '../../support/door-codes.ts'
import { kioskView, STATION } from './at-the-door.ts'

const tablet = { ...me('courier'), role: 'kiosk' as const }
let server: PhoneServer
freshPhone(() => ({ 'identity.me': tablet }), given => server = given)

/** The tablet as it is after being switched on: a new page over what is on its disk. */
async function switchOn(
  isOnline = false,
  unlock: () => Promise<Refusal | undefined> = async () => undefined,
) {
  const { close } = await openPage({ render: () => null }, { holder: tablet })
  const now = Date.now()
  const door = useAdmitting(
    () => ({ view: kioskView(), listAt: now, now: Date.now() }),
    () => isOnline,
    unlock,
  )
  const recorded = () => useOutbox().items.filter(({ envelope }) => envelope.name === 'stations.recordEntry')
  return { ...door, recorded, close }
}

it('alone it opens, with the entry in the outbox before anybody sees the door', async () => {
  server.isDown = true
  const { admit, recorded } = await switchOn()
  const phone = passHolder(Date.now())
  const text = phone.holdOut(STATION, Date.now())
  const admission = await admit(text)
  expect(admission.kind).toBe('open')
  expect(recorded().map(({ envelope }) => envelope.input)).toMatchObject([
    { entryId: admission.kind === 'open' && admission.entryId, proof: text },
  ])
})

it('cut off after saving the entry, before showing the door, it opens again for the same entry', async () => {
  server.isDown = true
  const before = await switchOn()
  const phone = passHolder(Date.now())
  const first = await before.admit(phone.holdOut(STATION, Date.now()))
  before.close() // The power goes: `noteShown` is never reached.

  const after = await switchOn()
  const second = await after.admit(phone.holdOut(STATION, Date.now()))
  expect(second).toEqual(first)
  expect(after.recorded()).toHaveLength(1)
})

it('cut off before the entry was kept, it keeps the entry when the rider comes again', async () => {
  server.isDown = true
  const phone = passHolder(Date.now())
  const proof = phone.holdOut(STATION, Date.now())
  await noteAdmittance({
    nonce: readProof(proof)!.nonce,
    holder: phone.holder,
    entryId: '01900000-0000-7000-8000-0000000000e1',
    proof,
    at: Date.now(),
    isShown: false,
  })
  const { admit, recorded } = await switchOn()
  expect(await admit(phone.holdOut(STATION, Date.now()))).toEqual({
    kind: 'open',
    entryId: '01900000-0000-7000-8000-0000000000e1',
  })
  expect(recorded().map(({ envelope }) => envelope.input)).toMatchObject([
    { entryId: '01900000-0000-7000-8000-0000000000e1', proof },
  ])
})

it('once the open door was shown, the same person’s scan within five minutes stays outside', async () => {
  server.isDown = true
  const { admit, noteShown, recorded } = await switchOn()
  const phone = passHolder(Date.now())
  const admission = await admit(phone.holdOut(STATION, Date.now()))
  if (admission.kind !== 'open') throw new Error(JSON.stringify(admission))
  await noteShown(admission.entryId)
  expect(await admit(phone.holdOut(STATION, Date.now()))).toEqual({
    kind: 'refused',
    refusal: { code: 'stations.tooSoon' },
  })
  expect(recorded()).toHaveLength(1)
})

it('back on the network it lets nobody in a second time whom it has not told the server of yet', async () => {
  const phone = passHolder(Date.now())
  const text = phone.holdOut(STATION, Date.now())
  server.isDown = true
  const alone = await switchOn()
  const admission = await alone.admit(text)
  if (admission.kind !== 'open') throw new Error(JSON.stringify(admission))
  await alone.noteShown(admission.entryId)
  server.decide = ({ name }) =>
    name === 'stations.admit'
      ? { status: 'accepted', result: { visitId: 'v', isOpen: true } }
      : { status: 'retry', afterMs: 60_000 }
  alone.close()

  const { admit, recorded } = await switchOn(true)
  server.isDown = false
  expect(recorded()).toHaveLength(1)
  expect(await admit(text)).toEqual({ kind: 'refused', refusal: { code: 'stations.proofUsed' } })
  expect(await admit(phone.holdOut(STATION, Date.now()))).toEqual({
    kind: 'refused',
    refusal: { code: 'stations.tooSoon' },
  })
})

it('with a network the server decides, and what it refuses is forgotten', async () => {
  const refusal = { code: 'stations.suspended', until: Date.now() + 86_400_000 }
  server.decide = () => ({ status: 'refused', refusal })
  const { admit, recorded } = await switchOn(true)
  expect(await admit(passHolder(Date.now()).holdOut(STATION, Date.now()))).toEqual({
    kind: 'refused',
    refusal,
  })
  expect(await recentAdmittances(Date.now())).toEqual([])
  expect(recorded()).toEqual([])
})

it('cut off before the server’s yes arrived, it opens when the server says they just came in', async () => {
  const phone = passHolder(Date.now())
  const proof = phone.holdOut(STATION, Date.now())
  await noteAdmittance({
    nonce: readProof(proof)!.nonce,
    holder: phone.holder,
    entryId: 'asked',
    proof,
    at: Date.now(),
    isShown: false,
  })
  server.decide = () => ({ status: 'refused', refusal: { code: 'stations.idTaken' } })
  const { admit, recorded } = await switchOn(true)
  expect(await admit(phone.holdOut(STATION, Date.now()))).toEqual({ kind: 'open', entryId: 'asked' })
  expect(recorded()).toEqual([])
})

it('a used code that the server also refuses does not make the kiosk forget that it was used', async () => {
  const phone = passHolder(Date.now())
  const text = phone.holdOut(STATION, Date.now())
  server.decide = ({ name }) =>
    name === 'stations.admit'
      ? { status: 'accepted', result: { visitId: 'v', isOpen: true } }
      : { status: 'accepted' }
  const { admit, noteShown } = await switchOn(true)
  const admission = await admit(text)
  if (admission.kind !== 'open') throw new Error(JSON.stringify(admission))
  await noteShown(admission.entryId)
  server.decide = () => ({ status: 'refused', refusal: { code: 'stations.proofUsed' } })
  await admit(text)
  server.isDown = true
  expect(await admit(text)).toEqual({ kind: 'refused', refusal: { code: 'stations.proofUsed' } })
})

it('a lock that stays shut lets nobody in: the entry says so, and coming again is another one', async () => {
  server.isDown = true
  const answers: (Refusal | undefined)[] = [{ code: 'stations.lockSilent' }, undefined]
  const { admit, recorded } = await switchOn(false, async () => answers.shift())
  const phone = passHolder(Date.now())
  const proofs = [0, 1].map(() => phone.holdOut(STATION, Date.now()))
  expect(await admit(proofs[0]!)).toEqual({ kind: 'refused', refusal: { code: 'stations.lockSilent' } })
  const second = await admit(proofs[1]!)
  expect(second.kind).toBe('open')
  const [failed, opened] = recorded().map(
    ({ envelope }) => envelope.input as { entryId: string, proof: string, isOpen?: boolean },
  )
  expect([failed, opened]).toMatchObject([{ proof: proofs[0], isOpen: false }, { proof: proofs[1] }])
  expect(opened).not.toHaveProperty('isOpen')
  expect(opened!.entryId).not.toBe(failed!.entryId)
})

it('whoever may not come in moves no lock', async () => {
  server.isDown = true
  const unlock = vi.fn(async () => undefined)
  const { admit } = await switchOn(false, unlock)
  expect((await admit(passHolder(Date.now()).holdOut(STATION + 1, Date.now()))).kind).toBe('refused')
  expect(unlock).not.toHaveBeenCalled()
})

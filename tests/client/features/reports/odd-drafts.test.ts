// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { draft, saveDraft } from '#client/sync/outbox-store/drafts.ts'
import { saveSession } from '#client/sync/store/session.ts'
import { store } from '#client/sync/store/store.ts'
import { uuidv7 } from 'uuidv7'
import { expect, it } from 'vitest'
import { photo } from '../../../support/client/commands.ts'
import { freshPhone, me, openPage, text } from '../../../support/client/page.ts'

let server: PhoneServer
const rider = me('courier')
const HERE = { latitude: 30.6, longitude: 114.2 }
freshPhone(() => ({ 'identity.me': rider, 'areas.tree': [], 'reports.nearby': [] }), given => server = given)

/** A draft as another version of the app, or a damaged disk, left it. */
async function leave(odd: object) {
  const shot = photo()
  const whole = {
    id: uuidv7(),
    accountId: rider.accountId,
    kind: 'hazard',
    text: '井盖松了',
    areaId: '420103006003',
    seenAt: 1_790_000_000_000,
    shots: [{ hash: shot.hash, seenAt: 1_790_000_000_000 }],
    photos: [shot.hash],
    changedAt: 1_790_000_000_000,
  }
  await saveSession({ me: rider, isSignedIn: true, signedInAt: 1 })
  const db = await store()
  await db.put('photos', shot.bytes, shot.hash)
  await db.put('drafts', { ...whole, ...odd } as never)
  return { ...whole, hash: shot.hash }
}

it.each([
  ['kind', 'flood', { kind: null }],
  ['kind', 7, { kind: null }],
  ['text', null, { text: '' }],
  ['text', { of: 'words' }, { text: '' }],
  ['place', { latitude: '30.6', longitude: 114 }, {}],
  ['place', { ...HERE, accuracy: null }, { place: HERE }],
  ['spot', { at: 'the gate' }, {}],
  ['seenAt', 'yesterday', { seenAt: 1_790_000_000_000 }],
])('a draft whose %s is %j is repaired, and everything else in it stays', async (field, value, repaired) => {
  const { id, hash, accountId, kind, text, areaId, seenAt, changedAt } = await leave({ [field]: value })
  const { photos, ...fields } = (await draft(id))!
  const whole = { id, accountId, kind, text, areaId, seenAt, changedAt, lost: 0 }
  expect(fields).toEqual({ ...whole, ...repaired })
  expect(photos.map(({ hash }) => hash)).toEqual([hash])
})

it.each([[undefined, 0], ['none', 0], [[null], 1], [[{ hash: 5 }, { seenAt: 1 }], 2]])(
  'a draft with the photos %j opens, and what is gone is said',
  async (shots, lost) => {
    server.isDown = true
    const { id } = await leave({ shots, text: undefined })
    const before = await draft(id)
    expect(before).toMatchObject({ photos: [], lost, text: '' })
    expect(await saveDraft({ ...before!, text: '井盖' }, new Set())).toEqual([])
    await openPage(`/report/${id}`, { holder: rider })
    await expect.poll(text).toContain('照片不在这台手机上了，请重新拍一张')
  },
)

// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { fileDraft } from '#client/features/reports/filing.ts'
import { beginDraft, draft } from '#client/sync/outbox-store/drafts.ts'
import { saveSession } from '#client/sync/store/session.ts'
import { expect, it } from 'vitest'
import { photo } from '../../../support/client/commands.ts'
import { freshPhone, me, openPage, tap, text, type } from '../../../support/client/page.ts'
import { LAST_STEP, REPORT_ID, view } from './report-view.ts'

const rider = me('courier')
const id = REPORT_ID
const SPOT = '中百超市门口'
const FIELD = '.place__spot input'
const said = { spot: SPOT, areaName: '江汉区 · 民意街街道 · 永丰社区居委会' }
const row = { ...view(said), mine: true }

let server: PhoneServer
freshPhone(() => ({
  'identity.me': rider,
  'areas.tree': [],
  'reports.nearby': [],
  'reports.one': view(said),
}), given => server = given)

async function beginsDraft(more: object = {}) {
  const { hash, bytes } = photo()
  const place = { latitude: 30.6, longitude: 114.27 }
  const photos = [{ hash, bytes, seenAt: 1_000, place }]
  await saveSession({ me: rider, isSignedIn: true, signedInAt: 1 })
  const whole = { id, accountId: rider.accountId, kind: null, text: '', place, seenAt: 1_000, photos }
  await beginDraft({ ...whole, changedAt: 1, ...more })
}
const value = () => document.querySelector<HTMLInputElement>(FIELD)?.value

it('what is said beside the pin is saved with the draft, sent, and changed while it waits', async () => {
  await beginsDraft()
  const { close } = await openPage(`/report/${id}`, { holder: rider })
  await expect.poll(value).toBe('')
  await type(FIELD, SPOT)
  await expect.poll(async () => (await draft(id))?.spot).toBe(SPOT)
  close()

  server.isDown = true
  await openPage(`/report/${id}`, { holder: rider })
  await expect.poll(value).toBe(SPOT)
  await tap('提交')
  const { outbox, close: leave } = await openPage('/outbox', { holder: rider })
  expect(outbox.items[0]?.envelope.input).toMatchObject({ spot: SPOT })
  expect(text()).toContain(SPOT)
  leave()

  const key = outbox.items[0]!.key
  const { outbox: changed } = await openPage(`/report/${id}?outbox=${key}`, { holder: rider })
  await expect.poll(value).toBe(SPOT)
  await type(FIELD, '')
  await tap('保存修改')
  await expect.poll(() => changed.items[0]?.envelope.input).not.toHaveProperty('spot')
})

it('nothing said is nothing sent', async () => {
  await beginsDraft({ spot: '  ' })
  const { outbox } = await openPage('/', { holder: rider })
  server.isDown = true
  await fileDraft(outbox, (await draft(id))!, rider.areaId)
  expect(outbox.items[0]?.envelope.input).not.toHaveProperty('spot')
})

it('it stands with the place, for its reporter and at the desk', async () => {
  await openPage(`/reports/${id}`, { holder: rider })
  await expect.poll(text).toContain(`${SPOT}民意街街道 永丰社区`)
  const desk = { isOwn: false, reusedPhoto: false, afterPhotoFault: null, clockSkewMs: 0, photoFacts: [] }
  server.answers['reports.one'] = view({ ...said, mine: false, desk: { ...desk, reporter: null } })
  const unit = me('unit')
  server.answers['identity.me'] = unit
  await openPage(`/desk/${id}`, { holder: unit })
  await expect.poll(text).toContain(`${SPOT}民意街街道 永丰社区`)
  server.answers['desk.reports'] = {
    reports: [{ ...row, ...desk }],
    counts: { todo: 1, running: 0, done: 0, overdue: 0 },
    hasMore: false,
  }
  await openPage('/desk', { holder: unit })
  await expect.poll(text).toContain(`${SPOT} · 江汉区`)
})

it('a change says it only where it is another', async () => {
  await openPage(`/reports/${id}`, { holder: rider })
  await tap('修改')
  await type(FIELD, '菜场西门')
  await tap('保存修改')
  await expect.poll(() => server.commands.map(({ input }) => input)).toEqual([
    { reportId: id, kind: 'hazard', text: '井盖翘起', spot: '菜场西门', seen: LAST_STEP },
  ])
})

it('in the list it is found by it, and a report without words is called by it', async () => {
  const rows = [row, { ...row, id: id.replace('aaaa', 'bbbb'), number: 8, text: '', spot: '菜场西门' }]
  server.answers['reports.mine'] = { reports: rows, hasMore: false }
  await openPage('/reports', { holder: rider })
  await expect.poll(text).toContain('安全隐患 · 菜场西门')
  await type('input[type=search]', '中百')
  await expect.poll(() => document.querySelectorAll('.card').length).toBe(1)
  expect(text()).toContain(SPOT)
})
